import Domain
import SQL

extension Act {
    /// Opens a request in the open transaction: for somebody with an account, or for somebody whom a station wrote down.
    ///
    /// Effects: the request with its first message (sealed) and its clock; the owner is told; audit records.
    /// - Parameters:
    ///   - account: who looks for something; nil for somebody without an account.
    ///   - station: the station that owns it first.
    /// - Returns: the request.
    func openRequest(_ topic: RequestTopic, text: String, account: ID<Account>?, station: ID<Station>, in programme: Programme) throws -> ID<Request> {
        throw Unexpected("requests are not kept yet")
    }
}
