import Domain
import Markup

/// `/design`: each component with its states.
struct DesignPage: Page {
    func title(in language: Language) -> String { Words("界面组件", "Components")(language) }

    func body(_ view: View) -> HTML { view(PageHeader(title(in: view.language))) }
}
