import Domain
import Services

/// The six finds: one search, and the directories.
extension Paths {
    public static let finds = Path< >("/finds")
    public static let entry = Path<ID<DirectoryEntry>>("/finds/entries/{entry}")
}
