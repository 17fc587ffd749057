/// A page that shows one view model. Its JSON face is the model itself; what else the page holds, such as a form that came back, is for the browser alone.
protocol ModelPage: Page {
    associatedtype Model: Codable & Sendable

    var model: Model { get }

    init(_ model: Model)
}

extension ModelPage {
    init(from decoder: any Decoder) throws { self.init(try Model(from: decoder)) }

    func encode(to encoder: any Encoder) throws { try model.encode(to: encoder) }
}
