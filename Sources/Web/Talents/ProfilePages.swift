import Domain
import Markup
import Services

/// The questions of one section of the profile.
struct ProfileSectionPage: Page {
    let section: ProfileSectionView
    private(set) var items: [Profile.Item] = []
    private(set) var filled = Filled.nothing

    private enum CodingKeys: CodingKey { case section }

    /// - Throws: `notFound` when the profile has no such section.
    init(_ profile: ProfileView?, _ id: String, in catalogue: ProfileCatalogue, _ filled: Filled? = nil) throws {
        guard let section = profile?.sections.first(where: { $0.id == id }), let asked = catalogue.section(id) else { throw Refusal.notFound }
        self.section = section
        items = asked.items
        self.filled = filled ?? Filled(Dictionary(uniqueKeysWithValues: section.facts.map { ("answers.\($0.id)", $0.typed) }))
    }

    func title(in language: Language) -> String { section.name(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view(section.why), trail: [Link(view("我的", "My page"), to: Paths.me())])))\
        \(view(Panel(nil) {
            view(FormFrame(Paths.profile(section.id), in: filled, buttons: [Button(view("保存", "Save")), Button(view("返回", "Back"), .secondary, href: Paths.me())]) {
                // The empty values say which questions were shown, so that a box that was unticked is sent too.
                "\(lists(view))\(each: items, { "<input type=\"hidden\" name=\"answers.\($0.id)\" value=\"\">" })\(each: items, { field($0, "answers.\($0.id)", view) })"
            })
        }))
        """
    }

    /// The lists to look names up in, where no script suggests them.
    private func lists(_ view: View) -> HTML {
        let links = [
            items.contains(where: { $0.id == "university" }) ? Link(view("查院校名称", "Look up a university"), to: Paths.universities()) : nil,
            items.contains(where: { $0.id == "major" }) ? Link(view("查专业名称", "Look up a major"), to: Paths.majors()) : nil,
            items.contains(where: \.isPlace) ? Link(view("查行政区划名称", "Look up a division"), to: Paths.divisions()) : nil,
        ].compactMap(\.self)
        return links.isEmpty ? .empty : "<p class=\"hint\">\(each: links, { "\(view($0)) " })</p>"
    }

    private func field(_ item: Profile.Item, _ name: String, _ view: View) -> HTML {
        switch item {
        case .text(let id, let words, let hint):
            let kind: Field.Kind = switch id {
            case "university": .suggested(Paths.universities())
            case "major": .suggested(Paths.majors())
            default: .text
            }
            return view(Field(name, view(words), kind, hint: hint.map { view($0) }, optional: true, width: .middle, in: filled))
        case .fact(let fact):
            let label = view(fact.question), hint = fact.hint.map { view($0) }
            let options = fact.options.map { Option($0.id, view($0.name)) }
            switch fact.kind {
            case .yesNo: return view(Field(name, label, .radios([Option("yes", view("是", "Yes")), Option("no", view("否", "No"))]), hint: hint, optional: true, in: filled))
            case .choice(_, several: true): return view(Field(name, label, .checkboxes(options), hint: hint, optional: true, in: filled))
            case .choice, .scale: return view(Field(name, label, .select(options), hint: hint, optional: true, width: .middle, in: filled))
            case .number(_, _, let unit): return view(Field(name, label, .number(unit: unit.map { view($0) }), hint: hint, optional: true, in: filled))
            case .money: return view(Field(name, label, .money, hint: hint, optional: true, in: filled))
            case .day: return view(Field(name, label, .date, hint: hint, optional: true, in: filled))
            case .divisions(let several): return divisions(name, label, several, view)
            case .code where fact.id == "industry":
                return view(Field(name, label, .select(Industry.all.map { Option($0.code, "\($0.code) \(view($0.name))") }), hint: hint, optional: true, width: .middle, in: filled))
            case .code: return view(Field(name, label, hint: hint, optional: true, width: .narrow, in: filled))
            }
        }
    }

    private func divisions(_ name: String, _ label: String, _ several: Bool, _ view: View) -> HTML {
        guard several else {
            let hint = view("省、市、区县全称，例：山东省青岛市崂山区", "Province, city and county in Chinese, or the code: 370212")
            return view(Field(name, label, .suggested(Paths.divisions()), hint: hint, optional: true, width: .middle, in: filled))
        }
        // Typed places stand one after the other in one field; "none" is a box of its own.
        let values = filled.all(name), isNone = values.contains(Profile.none)
        let typed = values.filter { $0 != Profile.none && !$0.isEmpty }.joined(separator: "、")
        let one = Filled([name: [typed]], errors: filled.errors)
        let hint = view("写到区县，多处用顿号分开", "County by county, in Chinese or by code, with commas between")
        return """
            \(view(Field(name, label, .suggested(Paths.divisions()), hint: hint, optional: true, in: one)))\
            <div class="field field-box"><div class="choice"><input type="checkbox" id="f-\(name)-none" name="\(name)" value="\(Profile.none)"\(if: isNone, " checked")>\
            <label for="f-\(name)-none">\(view("无", "None"))</label></div></div>
            """
    }
}

extension Profile.Item {
    /// Answered with the name of a division.
    fileprivate var isPlace: Bool {
        guard case .fact(let fact) = self, case .divisions = fact.kind else { return false }
        return true
    }
}

/// Name and identity document, with the separate consent.
struct IdentityPage: Page {
    let name: String
    let document: IdentityView?
    private(set) var filled = Filled.nothing

    private enum CodingKeys: CodingKey { case name, document }

    init(_ profile: ProfileView?, _ filled: Filled? = nil) throws {
        guard let profile else { throw Refusal.notFound }
        name = profile.name
        document = profile.document
        let kind = profile.document?.kind ?? .residentID, isChosen = kind == .passport || kind == .other
        self.filled = filled ?? Filled(["name": [profile.name], "kind": [kind.rawValue], "country": [isChosen ? profile.document?.country ?? "" : ""]])
    }

    func title(in language: Language) -> String { Words("姓名和证件", "Name and identity document")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), trail: [Link(view("我的", "My page"), to: Paths.me())])))\
        \(view(FormFrame(Paths.identity(), in: filled, buttons: [Button(view("保存", "Save")), Button(view("返回", "Back"), .secondary, href: Paths.me())]) { "\(person(view))\(paper(view))\(abroad(view))" }))
        """
    }

    private func person(_ view: View) -> HTML {
        view(Panel(view("姓名", "Name")) {
            view(Field("name", view("姓名", "Name"), hint: view("与证件一致", "As on the document"), width: .middle, autocomplete: "name", in: filled))
        })
    }

    private func paper(_ view: View) -> HTML {
        let change = document.map { view("现为 \($0.number.text)；不改可留空", "Now \($0.number.text); leave it empty to keep it") }
        return view(Panel(view("身份证件", "Identity document")) {
            """
            \(view(Field("kind", view("证件类型", "Kind"), .select(IdentityDocument.Kind.allCases.map { Option($0.rawValue, view($0.words)) }), width: .middle, in: filled)))\
            \(view(Field("number", view("证件号码", "Number"), hint: change ?? view("号码加密保存，页面只显示部分字符", "It is kept encrypted and shown in part"), optional: true, width: .middle, autocomplete: "off", in: filled)))\
            \(view(ConsentField(.sensitiveIdentity, in: filled)))
            """
        })
    }

    private func abroad(_ view: View) -> HTML {
        let countries = Country.all.sorted { $0.code < $1.code }.map { Option($0.code, "\($0.code) \(view($0.name))") }
        return view(Panel(view("使用护照或其他证件的，还需填写", "With a passport or another document, also")) {
            """
            \(view(Field("country", view("签发国家或地区", "Issued by"), .select(countries), optional: true, width: .middle, in: filled)))\
            \(view(Field("sex", view("性别", "Sex"), .radios(Sex.allCases.map { Option($0.rawValue, view($0.words)) }), hint: view("只用于安排床位", "For beds in shared rooms alone"), optional: true, in: filled)))\
            \(view(Field("birthDate", view("出生日期", "Birth date"), .date, optional: true, autocomplete: "bday", in: filled)))
            """
        })
    }
}

extension Rooms {
    func addOwnPage(to site: inout Site) {
        site.get(Paths.me, access: .signedIn, page: MePage.self, summary: Words("我的", "One's own page")) { ask in try await me(ask) }
        site.post(Paths.becomingTalent, access: .signedIn, input: BecomeTalent.self, receipt: ReceiptPage.self, summary: Words("登记为人才用户", "Become a talent with the same account"),
            form: { ask, filled in try await me(ask, filled) }
        ) { ask, input in .seeOther(Paths.me(), ReceiptPage(try await input(house, by: ask.actor, once: ask.once))) }
        site.get(Paths.identity, access: .signedIn, page: IdentityPage.self, summary: Words("姓名和证件", "Name and identity document")) { ask in try IdentityPage(try await house.profile(for: ask.actor)) }
        site.post(Paths.identity, access: .signedIn, input: SetIdentity.self, receipt: ReceiptPage.self, summary: Words("填写姓名和证件", "Give name and identity document"),
            form: { ask, filled in try IdentityPage(try await house.profile(for: ask.actor), filled) }
        ) { ask, input in .seeOther(Paths.me(), ReceiptPage(try await input(house, by: ask.actor, once: ask.once))) }
        site.get(Paths.profile, access: .signedIn, page: ProfileSectionPage.self, summary: Words("填写资料", "Questions of a section of the profile")) { ask, section in
            try ProfileSectionPage(try await house.profile(for: ask.actor), section, in: house.library.profile)
        }
        site.post(Paths.profile, access: .signedIn, input: SaveProfile.self, receipt: ReceiptPage.self, summary: Words("保存资料", "Answer questions of the profile"),
            form: { ask, filled, section in try ProfileSectionPage(try await house.profile(for: ask.actor), section, in: house.library.profile, filled) }
        ) { ask, input, section in .seeOther(Paths.me().at(section), ReceiptPage(try await input(house, section, by: ask.actor, once: ask.once))) }
        site.post(Paths.claims, access: .signedIn, input: ClaimInterview.self, receipt: ReceiptPage.self, pace: .secrets(field: "number"), summary: Words("使用面试码", "Claim the code of an interview"),
            form: { ask, filled in try await me(ask, filled) }
        ) { ask, input in .seeOther(Paths.me().at("interviews"), ReceiptPage(try await input(house, by: ask.actor, once: ask.once))) }
    }

    private func me(_ ask: Ask, _ filled: Filled = .nothing) async throws -> MePage {
        let profile = try await house.profile(for: ask.actor)
        return MePage(profile, beds: profile.map { house.beds(near: $0.interviews, today: $0.today) } ?? [], mandates: try await house.waitingMandates(for: ask.actor), filled)
    }
}
