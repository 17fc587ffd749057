import Domain
import Services

/// Places in an office, in words.
enum PlaceWords {
    static func of(_ place: Programme.Place) -> Words {
        switch place {
        case .handler: Words("经办", "handler")
        case .checker: Words("复核", "checker")
        case .signer: Words("签发", "signer")
        }
    }

    /// `市人才服务中心 · 经办`
    static func of(_ post: PostView, _ view: View) -> String { "\(view(post.officeName)) · \(view(of(post.place)))" }
}
