/// Who may do what with a case: small pure functions over (actor, case).
public enum CaseRules {
    /// Whether the actor acts for the applicant: reads and fills in the case as the applicant does, and never acts on it for an office.
    public static func isOwn(_ actor: Actor, _ current: Case) -> Bool {
        current.applicant.map(actor.organisations.contains) ?? false
    }

    /// Whether the actor may act on this office's task now: holds the place whose turn it is, is the named person if one is named, did
    /// not act on it before, and has nothing to do with the applicant.
    public static func mayAct(_ actor: Actor, on task: Case.Task, of current: Case) -> Bool {
        guard current.state == .open, !isOwn(actor, current), let place = task.place, let account = actor.account else { return false }
        return actor.holds(task.office, place, in: current.programme)
            && (task.assignee == nil || task.assignee == account) && !task.hands.contains(account)
    }

    /// Whether the actor may give the task to somebody: any member of the office whose turn it is.
    public static func mayAssign(_ actor: Actor, _ task: Case.Task, of current: Case) -> Bool {
        current.state == .open && !task.isRuled && !isOwn(actor, current) && actor.holds(task.office, in: current.programme)
    }

    /// Whether the actor may take a refused case up again: the last in the line of the office that the procedure names.
    public static func mayReopen(_ actor: Actor, _ current: Case, office: Programme.Office) -> Bool {
        guard current.state == .refused, !isOwn(actor, current), let last = office.signOff.last else { return false }
        return actor.holds(office.id, last, in: current.programme)
    }

    /// Offices that have a part in the procedure read the case whole; an area's offices read their own area's. What was never handed in is
    /// nobody's but the applicant's, withdrawn or not.
    public static func mayRead(_ actor: Actor, _ current: Case, in programme: Programme) -> Bool {
        if isOwn(actor, current) { return true }
        guard current.visit > 0 else { return false }
        return actor.posts.contains { post in
            guard post.programme == current.programme, let office = programme.office(post.office) else { return false }
            return office.area == nil || office.area == current.area
        }
    }
}
