import Domain

extension Act {
    /// What stands against announcing an event: papers, employers or a consent that it needs and does not have. Empty when it may be announced.
    func hindrances(of event: StoredEvent) throws -> [Words] { [] }
}
