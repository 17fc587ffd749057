import Domain
import Services

/// Requests, and hours of mentors.
extension Paths {
    public static let requests = Path< >("/requests")
    public static let newRequest = Path< >("/requests/new")
    public static let requestsWorkbook = Path< >("/requests/requests.xlsx")
    public static let request = Path<ID<Request>>("/requests/{request}")
    public static let requestMessages = Path<ID<Request>>("/requests/{request}/messages")
    public static let requestFiles = Path<ID<Request>>("/requests/{request}/files")
    public static let requestFile = Path<ID<Request>, ID<StoredFile>>("/requests/{request}/files/{file}")
    public static let requestHandOn = Path<ID<Request>>("/requests/{request}/hand-on")
    public static let requestOutcome = Path<ID<Request>>("/requests/{request}/outcome")
    public static let requestRating = Path<ID<Request>>("/requests/{request}/rating")
    public static let requestReopening = Path<ID<Request>>("/requests/{request}/reopening")
    public static let requestWithdrawal = Path<ID<Request>>("/requests/{request}/withdrawal")
    public static let requestProject = Path<ID<Request>>("/requests/{request}/project")
    public static let mentors = Path< >("/mentors")
    public static let newMentor = Path< >("/mentors/new")
    public static let mentor = Path<ID<Mentor>>("/mentors/{mentor}")
    public static let mentorEnd = Path<ID<Mentor>>("/mentors/{mentor}/end")
    public static let mentorHours = Path<ID<Mentor>>("/mentors/{mentor}/hours")
    public static let mentorBookings = Path<ID<Mentor>>("/mentors/{mentor}/bookings")
    public static let mentorHourWithdrawal = Path<ID<MentorHour>>("/mentor-hours/{hour}/withdrawal")
    public static let mentorBookingCancellation = Path<ID<MentorBooking>>("/mentor-bookings/{booking}/cancellation")
    public static let mentorBookingRecord = Path<ID<MentorBooking>>("/mentor-bookings/{booking}/record")
}
