import Domain
import Services

/// Stories, and the feeds and maps of the site that name them.
extension Paths {
    public static let stories = Path< >("/stories")
    public static let story = Path<ID<Story>>("/stories/{story}")
}
