import Domain
import Services

/// Regular reports, and a station's own rules.
extension Paths {
    public static let reports = Path< >("/reports")
    public static let reportsWorkbook = Path< >("/reports/reports.xlsx")
    public static let report = Path<ID<Report>>("/reports/{report}")
    public static let reportContents = Path<ID<Report>>("/reports/{report}/contents")
    public static let reportHandIn = Path<ID<Report>>("/reports/{report}/handing-in")
    public static let reportFiles = Path<ID<Report>>("/reports/{report}/files")
    public static let reportFileRemoval = Path<ID<Report>>("/reports/{report}/files/removal")
    public static let reportFile = Path<ID<Report>, ID<StoredFile>>("/reports/{report}/files/{file}")
    public static let reportAcceptance = Path<ID<Report>>("/reports/{report}/acceptance")
    public static let reportReturn = Path<ID<Report>>("/reports/{report}/return")
    public static let reportPDF = Path<ID<Report>>("/reports/{report}/report.pdf")
    public static let stationRules = Path< >("/station-rules")
    public static let stationRuleVersions = Path< >("/station-rules/versions")
    public static let stationRuleFile = Path<ID<Station>, ID<StoredFile>>("/station-rules/{station}/files/{file}")
    public static let attendance = Path< >("/station-rules/attendance")
    public static let attendanceTemplate = Path< >("/station-rules/attendance.xlsx")
    public static let safetyChecks = Path< >("/station-rules/checks")
    public static let safetyChecksWorkbook = Path<ID<Station>>("/station-rules/{station}/checks.xlsx")
    public static let safetyMending = Path<ID<SafetyCheck>>("/station-rules/checks/{check}/mending")
}
