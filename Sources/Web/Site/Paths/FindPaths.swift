import Domain
import Services

/// The six finds: one search, and the directories.
extension Paths {
    public static let finds = Path< >("/finds")
    /// `/finds/platforms`, `/finds/projects`, `/finds/funds`
    public static let directory = Path<Find>("/finds/{lane}")
    public static let newEntry = Path<Find>("/finds/{lane}/new")
    public static let directoryWorkbook = Path<Find>("/finds/{lane}/entries.xlsx")
    public static let directoryTemplate = Path<Find>("/finds/{lane}/template.xlsx")
    public static let entry = Path<ID<DirectoryEntry>>("/finds/entries/{entry}")
    public static let entryForm = Path<ID<DirectoryEntry>>("/finds/entries/{entry}/form")
    public static let entryCheck = Path<ID<DirectoryEntry>>("/finds/entries/{entry}/check")
    public static let entryWithdrawal = Path<ID<DirectoryEntry>>("/finds/entries/{entry}/withdrawal")
    public static let entryImports = Path< >("/finds/imports")
    public static let entryImport = Path<ID<EntryImport>>("/finds/imports/{import}")
    public static let entryImportTaking = Path<ID<EntryImport>>("/finds/imports/{import}/taking")
    public static let entryImportRemoval = Path<ID<EntryImport>>("/finds/imports/{import}/removal")
}
