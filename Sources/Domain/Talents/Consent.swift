/// What people agree to: for each purpose a text with a version. A text that has changed is agreed to anew; the old version's id stays with those who agreed to it.
public struct ConsentText: Sendable, Hashable {
    public enum Purpose: String, Sendable, Codable, CaseIterable {
        /// Number, name and what one says of oneself, to keep the account.
        case account
        /// What a station needs for a stay: nobody books without it.
        case lodging
        /// Wishes and education, to find jobs and events that fit.
        case matching
        /// To be shown to employers, without name, among the people who fit a job.
        case findable
        /// Sensitive: the number of an identity document.
        case sensitiveIdentity = "sensitive_identity"

        /// Sensitive personal information is agreed to by itself (Personal Information Protection Law, article 29).
        public var isSensitive: Bool {
            switch self {
            case .sensitiveIdentity: true
            case .account, .lodging, .matching, .findable: false
            }
        }
    }

    public let purpose: Purpose
    /// `account-1`
    public let version: String
    public let title: Words
    /// What for, who uses it, how long it is kept.
    public let text: Words
    /// What happens when it is withdrawn.
    public let withdrawal: Words

    public static func current(_ purpose: Purpose) -> ConsentText {
        switch purpose {
        case .account:
            ConsentText(
                purpose: purpose, version: "account-1", title: Words("使用本人账号", "Keeping the account"),
                text: Words("为注册和登录账号、向您发送办理进展，处理您的手机号、姓名和您自己填写的资料。资料加密保存，由您决定填什么；注销账号即删除。",
                    "Your number, name and what you enter are used to sign you in and to tell you how things go. They are kept encrypted; you decide what to enter; closing the account deletes them."),
                withdrawal: Words("撤回此项同意须注销账号", "To withdraw it, close the account"))
        case .lodging:
            ConsentText(
                purpose: purpose, version: "lodging-2", title: Words("申请特价住宿", "Lodging at a special price"),
                text: Words("为安排您申请的住宿，驿站在入住前后可以看到您的姓名、手机号、性别、证件类型和号码的部分字符，以及符合条件的结果。办理入住时，姓名、手机号和证件记入住宿登记，依法保存。",
                    "For a stay that you book, the station sees your name, number, sex, kind of document with a part of its number, and whether you meet the conditions. At check-in name, number and document enter the register of guests, which is kept as the law says."),
                withdrawal: Words("撤回后不能再预订和候补；已有的预订不变，住宿登记依法保存", "You cannot book or wait for a bed any more; stays that are booked stay so, and the register of guests is kept by law"))
        case .matching:
            ConsentText(
                purpose: purpose, version: "matching-1", title: Words("推荐岗位和活动", "Jobs and events that fit"),
                text: Words("为推荐合适的岗位、活动和政策，使用您的学历、专业和求职意向。不会向用人单位提供您的身份，除非您投递或接受邀请。",
                    "Your education, field and wishes are used to suggest jobs, events and policies. Employers do not learn who you are unless you apply or accept an invitation."),
                withdrawal: Words("撤回后不再为您推荐", "Nothing is suggested to you any more"))
        case .findable:
            ConsentText(
                purpose: purpose, version: "findable-1", title: Words("让用人单位找到我", "To be found by employers"),
                text: Words("为让合适的用人单位邀请您，经本项目核实的用人单位和驿站可以看到您的期望岗位、技能、学历和专业、工作年限、期望工作地和期望月薪，看不到姓名、手机号和证件，每个岗位显示的编号不同。您接受邀请后，该单位才知道您是谁；每次列出都有记录。",
                    "So that employers that fit may invite you, employers that the programme has verified, and stations, see the job that you wish for, your skills, education and field, years of work, and the places and pay that you wish for: without name, number or document, and under another code for each job. An employer learns who you are only after you accept its invitation; each listing is recorded."),
                withdrawal: Words("撤回后用人单位不再找到您；已接受的邀请不变", "Employers do not find you any more; invitations that you accepted stay"))
        case .sensitiveIdentity:
            ConsentText(
                purpose: purpose, version: "identity-1", title: Words("证件号码（敏感个人信息）", "Identity document (sensitive)"),
                text: Words("为核实本人、保证一人一份权益和依法办理住宿登记，处理您的证件类型和号码。号码加密保存，页面只显示部分字符，每次查看都留有记录。不提供则不能预订住宿，其他功能不受影响。",
                    "The kind and number of your document are used to know that you are you, to give each person one entitlement, and for the register of guests. The number is kept encrypted and shown in part; each look is recorded. Without it you cannot book a stay; everything else works."),
                withdrawal: Words("撤回后立即删除证件号码；已有的住宿登记依法保存", "The number is deleted at once; registers of past stays are kept by law"))
        }
    }
}
