/// Every address of the site. Handlers and pages name these; no path is written anywhere else.
public enum Paths {
    public static let home = Path< >("/")
    public static let health = Path< >("/health")
    public static let openAPI = Path< >("/openapi.json")
}
