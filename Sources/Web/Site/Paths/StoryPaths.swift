import Domain
import Services

/// Stories, and the feeds and maps of the site that name them.
extension Paths {
    public static let stories = Path< >("/stories")
    public static let newStory = Path< >("/stories/new")
    public static let keptStories = Path< >("/stories/keeping")
    public static let story = Path<ID<Story>>("/stories/{story}")
    public static let storyForm = Path<ID<Story>>("/stories/{story}/form")
    public static let storyPictures = Path<ID<Story>>("/stories/{story}/pictures")
    public static let storyPictureRemoval = Path<ID<Story>>("/stories/{story}/pictures/removal")
    public static let storyPicture = Path<ID<Story>, ID<StoredFile>>("/stories/{story}/pictures/{file}")
    public static let storySubmission = Path<ID<Story>>("/stories/{story}/submission")
    public static let storyRecall = Path<ID<Story>>("/stories/{story}/recall")
    public static let storyReturn = Path<ID<Story>>("/stories/{story}/return")
    public static let storyPublication = Path<ID<Story>>("/stories/{story}/publication")
    public static let storyWithdrawal = Path<ID<Story>>("/stories/{story}/withdrawal")

    public static let atomFeed = Path< >("/feed.atom")
    public static let rssFeed = Path< >("/feed.rss")
    public static let siteMap = Path< >("/sitemap.xml")
    public static let robots = Path< >("/robots.txt")

    /// What search engines need not ask for: it is for those who are signed in, or says nothing that a page of the map does not.
    static let unmapped: [Href] = [
        session(), account(), accounts(), inbox(), me(), stays(), applications(), hiring(), interviews(), desk(), keeping(), placements(), work(), cases(), employers(), keptStories(),
        newStory(), objectionCheck(), design(),
    ]
}
