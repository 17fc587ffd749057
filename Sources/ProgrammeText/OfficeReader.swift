import Domain

/// Reads the city's offices, and the areas with theirs.
struct OfficeReader {
    let reading: Reading
    private(set) var offices: [Programme.Office] = []
    private(set) var areas: [Programme.Area] = []

    init(_ reading: Reading) { self.reading = reading }

    mutating func readCity(_ top: Entry) {
        for (id, entry) in top.members("offices") {
            let office = office(entry)
            let clause = entry.source(office.name).clause
            entry.done()
            reading.officeNames[id] = office.name
            offices.append(Programme.Office(
                id: id, name: office.name, area: nil, powers: office.powers, signOff: office.signOff, clause: clause))
        }
    }

    mutating func readAreas(_ top: Entry, required: Bool) {
        guard let groups = required ? top.part("areas") : top.partIfGiven("areas") else { return }
        var seen: [String: String] = [:]
        for kind in Programme.Area.Kind.allCases {
            guard let group = groups.partIfGiven(kind.rawValue) else { continue }
            let lead = group.text("lead")
            let mayRecognise = group.flagIfGiven("may_recognise") ?? false
            let roles = group.members("offices").map { role, entry in
                let office = office(entry)
                entry.done()
                reading.officeNames["area.\(role)"] = office.name.of(kind.one)
                return (role: role, office: office)
            }
            let ids = roles.map(\.role)
            if !lead.isEmpty, !ids.contains(lead) {
                group.report("lead", Words("这类区域没有部门 \(lead)", "Areas of this kind have no office \(lead)"), instead: advice(lead, among: ids))
            }
            let members = group.list("list").map { area($0, kind, lead: lead, mayRecognise: mayRecognise) }
            for area in members {
                if let other = seen[area.id] {
                    group.report("list.\(area.id)", Words("编号 \(area.id) 重复，\(other) 已有", "The id \(area.id) stands twice; \(other) has it"))
                }
                seen[area.id] = "areas.\(kind.rawValue)"
                areas.append(area)
                offices += roles.map { role, office in
                    let name = office.name.of(area.name)
                    return Programme.Office(id: "\(area.id).\(role)", name: name, area: area.id, powers: office.powers, signOff: office.signOff,
                                            clause: group.clauseIfGiven())
                }
            }
            group.state("lead", reading.officeNames["area.\(lead)"] ?? Words(same: lead))
            group.state("may_recognise", mayRecognise ? Words("可以设立区级人才工作驿站", "May set up district stations") : Words("不设立区级人才工作驿站", "Set up no district stations"))
            group.state("offices", roles.map { $0.office.name.of(kind.one) }.listed("、", "; "))
            group.state("list", members.map(\.name).listed())
            group.source(kind.name)
            group.done()
        }
        groups.done()
    }

    private func office(_ entry: Entry) -> (name: Words, powers: Set<Programme.Power>, signOff: [Programme.Place]) {
        let name = entry.words("name")
        let before = reading.mistakes.count
        let powers = entry.several("does", of: Programme.Power.self)
        if reading.mistakes.count > before { reading.unclearOffices.insert(entry.path.split(separator: ".").last.map(String.init) ?? "") }
        let line = entry.several("sign_off", of: Programme.Place.self)
        entry.state("does", powers.map(\.name).listed())
        entry.state("sign_off", line.map(\.name).listed(" → ", " → "))
        let order = Programme.Place.allCases.filter(line.contains)
        if line != order {
            let written = "[\(order.map(\.rawValue).joined(separator: ", "))]"
            entry.report("sign_off", Words("办理环节应依次为经办、复核、签发，各至多一次", "The line runs handler, checker, signer, each at most once"),
                         instead: Words("写成 \(written)", "write \(written)"))
        }
        return (name, Set(powers), order.isEmpty ? [.handler] : order)
    }

    private func area(_ entry: Entry, _ kind: Programme.Area.Kind, lead: String, mayRecognise: Bool) -> Programme.Area {
        let id = entry.id()
        let name = entry.words("name")
        let division = kind == .district ? entry.text("division") : nil
        if let division, !division.isEmpty, division.utf8.count != 6 || !division.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            entry.report("division", Words("\(division) 不是六位行政区划代码", "\(division) is not a division code of six digits"))
        }
        let middle = entry.textIfGiven("middle").flatMap { text in
            let degrees = text.split(separator: " ").map { Double($0) }
            if degrees.count == 2, let latitude = degrees[0], let longitude = degrees[1], let point = WGS84(latitude: latitude, longitude: longitude) { return point }
            entry.report("middle", Words("\(text) 不是经纬度", "\(text) is no place"), instead: Words("写纬度、经度（WGS 84），如 \"36.07 120.38\"", "write latitude and longitude (WGS 84): \"36.07 120.38\""))
            return nil as WGS84?
        }
        entry.done()
        return Programme.Area(id: id, name: name, kind: kind, division: division, middle: middle, lead: lead, mayRecognise: mayRecognise)
    }
}

extension Words {
    /// An office's name with the area's in its place.
    fileprivate func of(_ area: Words) -> Words { Words(zh.replacing("{area}", with: area.zh), en.replacing("{area}", with: area.en)) }
}

extension Programme.Area.Kind {
    fileprivate var name: Words {
        switch self {
        case .district: Words("区市", "Districts")
        case .zone: Words("功能区", "Functional zones")
        case .unit: Words("有关单位", "Units")
        }
    }

    /// One of them, whichever is meant.
    fileprivate var one: Words {
        switch self {
        case .district: Words("区市", "the district")
        case .zone: Words("功能区", "the functional zone")
        case .unit: Words("有关单位", "the unit")
        }
    }
}

extension Programme.Place {
    fileprivate var name: Words {
        switch self {
        case .handler: Words("经办", "handler")
        case .checker: Words("复核", "checker")
        case .signer: Words("签发", "signer")
        }
    }
}

extension Programme.Power {
    var name: Words {
        switch self {
        case .oversee: Words("统一领导", "overall lead")
        case .forward: Words("组织推荐", "forwarding")
        case .intake: Words("受理", "intake")
        case .review: Words("审核", "review")
        case .publish: Words("公示", "public notice")
        case .determine: Words("审定", "determination")
        case .issue: Words("认定授牌", "recognition and plaque")
        case .secretariat: Words("具体组织", "secretariat")
        case .supervise: Words("监督指导", "supervision")
        case .evaluate: Words("考核评估", "evaluation")
        case .reward: Words("奖励", "rewards")
        case .pay: Words("支付", "payment")
        case .allocate: Words("安排资金", "allocation of funds")
        case .siteCheck: Words("实地核查", "site check")
        case .annualWorkPlan: Words("纳入年度工作计划", "annual work plan")
        }
    }
}

extension String {
    /// The text with each occurrence of a mark replaced.
    func replacing(_ mark: String, with text: String) -> String {
        guard !mark.isEmpty else { return self }
        var rest = self[...]
        var result = ""
        while let range = rest.firstRange(of: mark) {
            result += rest[..<range.lowerBound] + text
            rest = rest[range.upperBound...]
        }
        return result + rest
    }
}
