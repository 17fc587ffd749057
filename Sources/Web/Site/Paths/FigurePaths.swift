import Domain
import Services

/// Dashboards, the annual work plan, open data, official reports.
extension Paths {
    public static let dashboard = Path< >("/dashboard")
    public static let workPlan = Path< >("/work-plan")
    public static let openData = Path< >("/open-data")
}
