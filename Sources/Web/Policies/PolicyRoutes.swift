import Domain
import Services

extension Rooms {
    /// The library of policies, who keeps it, and what somebody is entitled to.
    func addPolicyRoutes(to site: inout Site) {
        addPolicyLibrary(to: &site)
        addPolicyKeeping(to: &site)
        addEntitlements(to: &site)
    }

    private func addPolicyLibrary(to site: inout Site) {
        let house = house
        let query = [QueryField("q", Words("查找的词语", "Words to search for")), QueryField("kind", Words("种类", "Kind")), QueryField("audience", Words("对象", "Audience"), PolicyTerms.Audience.self)]
        site.get(Paths.policies, access: .everyone, page: PoliciesPage.self, query: query, summary: Words("政策库", "The library of policies")) { ask in
            PoliciesPage(try await house.policies(ask.query["q"] ?? "", kind: ask.query["kind"] ?? "", audience: try ask.query.value("audience"), for: ask.actor))
        }
        site.get(Paths.policy, access: .everyone, page: PolicyPage.self, summary: Words("一项政策", "A policy")) { ask, id in PolicyPage(try await house.policy(id, for: ask.actor)) }
        site.get(Paths.policyVersion, access: .everyone, page: PolicyPage.self, summary: Words("政策的一个版本", "A version of a policy")) { ask, id, version in
            PolicyPage(try await house.policy(id, version: version, for: ask.actor))
        }
    }

    private func addPolicyKeeping(to site: inout Site) {
        let house = house
        site.get(Paths.newPolicy, access: .staff, page: PolicyTextPage.self, summary: Words("新增政策", "The form of a new policy")) { ask in PolicyTextPage(try await house.policyText(for: ask.actor)) }
        site.get(Paths.policyText, access: .staff, page: PolicyTextPage.self, summary: Words("编写政策新版本", "The form of a new version")) { ask, id in PolicyTextPage(try await house.policyText(of: id, for: ask.actor)) }
        site.post(Paths.policies, access: .staff, input: WritePolicy.self, receipt: ReceiptPage.self, limit: 600_000, summary: Words("保存政策文本", "Keep a text as a draft"),
            form: { ask, filled in PolicyTextPage(try await house.policyText(for: ask.actor), filled) }
        ) { ask, input in
            let receipt = try await input(house, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.policyReading, access: .staff, input: PolicyFileForm.self, receipt: PolicyTextPage.self, summary: Words("从文件读入政策文本", "Read a text from a file, without keeping it"),
            form: { ask, filled in PolicyTextPage(try await house.policyText(for: ask.actor), filled) }
        ) { ask, input in
            guard let text = String(validating: input.file.bytes, as: UTF8.self) else { throw Refusal.invalid([.init("file", Words("文件应为 UTF-8 文本", "The file must be UTF-8 text"))]) }
            _ = try await house.policyText(for: ask.actor)
            return .show(PolicyTextPage(try house.readPolicyText(text)))
        }
        let again: @Sendable (Ask, Filled, ID<Policy>, Int) async throws -> any Page = { ask, filled, id, version in PolicyPage(try await house.policy(id, version: version, for: ask.actor), filled) }
        site.post(Paths.policyPublication, access: .staff, input: PublishPolicy.self, receipt: ReceiptPage.self, summary: Words("复核并发布政策", "Publish a version"), form: again) { ask, input, id, version in
            .seeOther(Paths.policyVersion(id, version), ReceiptPage(try await input(house, id, version, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.policyWithdrawal, access: .staff, input: WithdrawPolicy.self, receipt: ReceiptPage.self, summary: Words("撤下政策版本", "Withdraw a version"), form: again) { ask, input, id, version in
            .seeOther(Paths.policyVersion(id, version), ReceiptPage(try await input(house, id, version, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.policyCheck, access: .staff, input: CheckPolicy.self, receipt: ReceiptPage.self, summary: Words("今日核对无变化", "Checked today, unchanged")) { ask, input, id in
            .seeOther(Paths.policy(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
    }

    // MARK: what somebody is entitled to

    private func addEntitlements(to site: inout Site) {
        let house = house
        let skip = QueryField("skip", Words("暂不回答的问题，用点隔开", "Questions left blank, with dots between"))
        site.get(Paths.entitlements, access: .everyone, page: EntitlementsPage.self, query: [skip], summary: Words("我能享受哪些政策", "What one is entitled to")) { ask in
            EntitlementsPage(try await house.entitlements(skipped: Self.skipped(ask.query["skip"]), for: ask.actor))
        }
        site.post(Paths.entitlements, access: .everyone, input: EntitlementsForm.self, receipt: EntitlementsPage.self, summary: Words("回答政策条件的问题", "Answer questions of policies"),
            form: { ask, filled in EntitlementsPage(try await house.entitlements(filled.answers, skipped: filled.all("skipped"), lenient: true, for: ask.actor), filled) }
        ) { ask, input in
            let view = try await house.entitlements(input.answers ?? [:], skipped: input.left, for: ask.actor)
            guard view.isOwn else { return .show(EntitlementsPage(view)) }
            let answers = (input.answers ?? [:]).filter { !$0.value.allSatisfy(\.isEmpty) }
            if !answers.isEmpty { _ = try await SaveProfile(answers: answers)(house, by: ask.actor) }
            return .seeOther(Self.link(Paths.entitlements(), input.left), EntitlementsPage(try await house.entitlements(skipped: input.left, for: ask.actor)))
        }
        let organisation = QueryField("organisation", Words("单位", "The organisation"), ID<Organisation>.self)
        site.get(Paths.employerEntitlements, access: .organisation, page: EntitlementsPage.self, query: [organisation, skip], summary: Words("单位能享受哪些政策", "What an organisation is entitled to")) { ask in
            EntitlementsPage(try await house.entitlements(audience: .employer, organisation: try ask.query.value("organisation"), skipped: Self.skipped(ask.query["skip"]), for: ask.actor))
        }
        site.post(Paths.employerEntitlements, access: .organisation, input: EmployerEntitlementsForm.self, receipt: EntitlementsPage.self, summary: Words("回答政策对单位的问题", "Answer what policies ask an organisation"),
            form: { ask, filled in
                EntitlementsPage(try await house.entitlements(
                    filled.answers, audience: .employer, organisation: ID(rawValue: filled.value("organisation")), skipped: filled.all("skipped"), lenient: true, for: ask.actor), filled)
            }
        ) { ask, input in
            let answers = (input.answers ?? [:]).filter { !$0.value.allSatisfy(\.isEmpty) }
            if !answers.isEmpty { _ = try await SaveOrganisationFacts(answers: answers)(house, input.organisation, by: ask.actor, once: ask.once) }
            let view = try await house.entitlements(audience: .employer, organisation: input.organisation, skipped: input.left, for: ask.actor)
            return .seeOther(Self.link(Paths.employerEntitlements().with("organisation", input.organisation), input.left), EntitlementsPage(view))
        }
    }

    private static func skipped(_ text: String?) -> [String] { (text ?? "").split(separator: ".").prefix(60).map(String.init) }

    /// Which questions were left blank may stand in an address; the answers never do.
    private static func link(_ href: Href, _ skipped: [String]) -> Href { skipped.isEmpty ? href : href.with("skip", skipped.joined(separator: ".")) }
}

extension PolicyTerms.Audience: PathParameter {}

/// A text that comes as a file.
struct PolicyFileForm: Codable, Sendable {
    let file: Upload
}

/// Answers, with those that were given before, and what the page asked just now.
struct EntitlementsForm: Codable, Sendable {
    let answers: [String: [String]]?
    /// The questions on the page: those of them that are blank come last from now on.
    let asked: [String]?
    let skipped: [String]?

    var left: [String] { EntitlementAnswers.left(answers, asked, skipped) }
}

struct EmployerEntitlementsForm: Codable, Sendable {
    let organisation: ID<Organisation>
    let answers: [String: [String]]?
    let asked: [String]?
    let skipped: [String]?

    var left: [String] { EntitlementAnswers.left(answers, asked, skipped) }
}

enum EntitlementAnswers {
    /// What was asked so far and has no answer.
    static func left(_ answers: [String: [String]]?, _ asked: [String]?, _ skipped: [String]?) -> [String] {
        var seen: Set<String> = []
        return ((skipped ?? []) + (asked ?? [])).prefix(60).filter { fact in (answers?[fact] ?? []).allSatisfy(\.isEmpty) && seen.insert(fact).inserted }
    }
}
