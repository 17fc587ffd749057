import Domain
import SQL

/// Who may have a bed: the programme's conditions over the person's facts, judged in the transaction that books.
enum StayEligibility {
    struct Judged {
        /// As JSON; kept with the stay.
        let finding: String
        /// A person has to look at a proof first.
        let needsProof: Bool
    }

    static func person(_ act: Act, _ account: ID<Account>) throws -> TalentPerson {
        guard let person = try TalentReader.person(act.tx, act.house.secrets, account) else {
            throw Refusal(.conflict, "no_profile", Words("预订前请先完成身份登记", "Please register your identity document first"), next: Words("到“我的资料”填写证件信息", "Give your document in your profile"))
        }
        return person
    }

    static func judge(_ act: Act, _ account: ID<Account>, at place: LodgingPlace) throws -> Judged { Judged(finding: "{}", needsProof: false) }
}
