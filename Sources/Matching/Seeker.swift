/// A person's wishes and abilities, as far as matching may know them. Sex, age, ethnicity and birthplace have no place here.
public struct Seeker: Sendable, Hashable {
    /// The caller's own id.
    public var id: String
    /// Wanted work in words: `后端开发工程师`.
    public var occupations: [String]
    public var skills: [String]
    /// Field of study and whatever else is said in words.
    public var background: String
    /// Wanted work by code (职业分类大典), up to seven digits.
    public var occupationCodes: [String]
    /// GB/T 4754, two digits.
    public var industries: [String]
    /// Wanted places (GB/T 2260): two, four or six digits; empty where the person did not say.
    public var places: [String]
    /// Where the person lives, for the way to work.
    public var point: Posting.Point?
    /// 0…5 as in `Posting.degree`; nil where the person did not say.
    public var degree: UInt8?
    public var years: Int?
    /// Wanted pay, yuan a month.
    public var pay: ClosedRange<Int>?

    public init(
        id: String = "", occupations: [String] = [], skills: [String] = [], background: String = "", occupationCodes: [String] = [], industries: [String] = [],
        places: [String] = [], point: Posting.Point? = nil, degree: UInt8? = nil, years: Int? = nil, pay: ClosedRange<Int>? = nil
    ) {
        self.id = id
        self.occupations = occupations
        self.skills = skills
        self.background = background
        self.occupationCodes = occupationCodes
        self.industries = industries
        self.places = places
        self.point = point
        self.degree = degree
        self.years = years
        self.pay = pay
    }
}
