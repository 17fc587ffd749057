import Domain
import SQL

/// Gives an office's task to one person of the place whose turn it is, or to nobody in particular. Not to somebody who could not act on it: who
/// has acted on this opinion already, or acts for the applicant.
///
/// Effects: the task's assignee; an audit record; the person is told.
public struct AssignTask: Codable, Sendable {
    public let office: String
    /// Empty for nobody in particular.
    public let assignee: ID<Account>?

    public init(office: String, assignee: ID<Account>?) {
        self.office = office
        self.assignee = assignee
    }

    public func callAsFunction(_ house: House, on id: ID<Case>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let loaded = try act.loadCase(id)
            guard CaseRules.mayRead(actor, loaded.current, in: loaded.programme), let account = actor.account else { throw Refusal.notFound }
            try ObjectionRules.mustNotBeAParty(act.tx, loaded, actor)
            guard let task = loaded.current.tasks.first(where: { $0.office == office }), CaseRules.mayAssign(actor, task, of: loaded.current) else {
                throw Refusal(.forbidden, "not_yours_to_assign", Words("不能改派这件事", "This is not yours to assign"))
            }
            if let assignee, let place = task.place {
                let person = try act.tx.row("SELECT id, name, administers FROM accounts WHERE id = \(assignee) AND disabled_at IS NULL").map { try Accounts.actor(act.tx, $0) }
                guard let person, person.holds(office, place, in: loaded.programme.id) else {
                    throw Refusal.invalid([.init("assignee", Words("请选择本部门负责\(place.words.zh)的人", "Choose a \(place.words.en) of the office"))])
                }
                if task.hands.contains(assignee) {
                    throw Refusal.invalid([.init("assignee", Words("\(person.name)已办理过这一意见，请选择他人", "\(person.name) has acted on this opinion already; choose somebody else"))])
                }
                if try CaseRules.isOwn(person, loaded.current) || ObjectionRules.isParty(act.tx, loaded, person) {
                    throw Refusal.invalid([.init("assignee", Words("\(person.name)与本案有关，应当回避，请选择他人", "\(person.name) has a part in the case; choose somebody else"))])
                }
            }
            try act.move(loaded, .act(office: office, by: account, .assign(assignee)), verb: "task_assigned", post: office,
                detail: ["office": office, "assignee": assignee?.rawValue ?? ""])
            return Receipt(.case, id.rawValue)
        }
    }
}
