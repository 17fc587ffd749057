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

    /// Of a guest without a profile: who looked at the conditions.
    static func vouched(by account: ID<Account>) throws -> String { try Stored.json(["vouched_by": account.rawValue]) }

    static let proofFirst = Refusal(.conflict, "proof_first", Words("换到这里须先审核证明", "A proof has to be looked at before you can move there"), next: Words("请取消后重新预订", "Cancel, and book there"))
}
