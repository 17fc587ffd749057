import Domain
import Services

/// Requests, and hours of mentors.
extension Paths {
    public static let requests = Path< >("/requests")
    public static let request = Path<ID<Request>>("/requests/{request}")
    public static let mentors = Path< >("/mentors")
    public static let mentor = Path<ID<Mentor>>("/mentors/{mentor}")
}
