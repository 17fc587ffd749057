import Domain
import Services

/// Dashboards, the annual work plan, open data, official reports.
extension Paths {
    public static let dashboard = Path< >("/dashboard")
    public static let dashboardWorkbook = Path< >("/dashboard/figures.xlsx")
    public static let countedRecords = Path< >("/dashboard/records")
    public static let countedWorkbook = Path< >("/dashboard/records.xlsx")
    public static let countedDelimited = Path< >("/dashboard/records.csv")
    public static let figureReport = Path< >("/dashboard/report")
    public static let figureReportPaper = Path< >("/dashboard/report.pdf")
    public static let figureReportWorkbook = Path< >("/dashboard/report.xlsx")
    public static let workPlan = Path< >("/work-plan")
    public static let workPlanWorkbook = Path< >("/work-plan/items.xlsx")
    public static let workPlanPaper = Path< >("/work-plan/plan.pdf")
    public static let workItem = Path<ID<WorkItem>>("/work-plan/{item}")
    public static let workItemNotes = Path<ID<WorkItem>>("/work-plan/{item}/notes")
    public static let workItemState = Path<ID<WorkItem>>("/work-plan/{item}/state")
    public static let openData = Path< >("/open-data")
    public static let openDataFigures = Path< >("/open-data/figures.csv")
    public static let openDataDictionary = Path< >("/open-data/dictionary.csv")
}
