import Domain
import Services

/// Regular reports, and a station's own rules.
extension Paths {
    public static let reports = Path< >("/reports")
    public static let report = Path<ID<Report>>("/reports/{report}")
    public static let stationRules = Path< >("/station-rules")
}
