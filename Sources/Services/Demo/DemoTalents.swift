import Domain
import SQL

/// Four people of the world who come or return to Qingdao. All of them are made up: the counties in their numbers are none, the passport is a
/// specimen.
struct DemoTalents {
    let house: House
    /// Somebody of an organisation that invites to an interview.
    let inviting: Actor
    /// Somebody in an office that checks proofs.
    let checking: Actor

    struct Person: Sendable {
        let name: String
        let phone: String
        let story: String
        let document: IdentityDocument.Kind
        /// The first seventeen digits of a resident id, or a passport's number.
        let number: String
        var country = ""
        var sex: Sex?
        var born: Day?
        /// By section, fact and answer.
        let profile: [String: [String: [String]]]
        /// Beside the account and lodging.
        var agreesTo: [ConsentText.Purpose] = []
    }

    static let all: [Person] = [
        Person(
            name: "李雪", phone: "13800000021", story: "16 济南毕业生李雪：周四来青面试，已有面试码和核验过的学位", document: .residentID, number: "37019919980312924",
            profile: [
                "education": ["education": ["undergraduate"], "degree": ["bachelor"], "university": ["山东大学"], "major_class": ["0809"], "major": ["软件工程"], "enrolled": ["no"], "graduation_date": ["2020-06-25"]],
                "places": ["household": ["山东省济南市历城区"], "residence": ["山东省济南市历城区"], "homes": ["none"], "work": ["none"], "insurance": ["none"], "returning": ["no"]],
                "purpose": ["purpose": ["job_seeking"], "first_job": ["yes"]],
                "wishes": ["wanted_occupation": ["后端开发工程师、Java 开发工程师"], "skills": ["Java、Spring、MySQL、Linux"], "work_years": ["0"], "wanted_places": ["青岛市"], "wanted_pay": ["9000"], "industry": ["65"]],
            ], agreesTo: [.matching, .findable]),
        Person(
            name: "王航", phone: "13800000022", story: "17 青岛籍王航：外地读书工作后回青创业", document: .residentID, number: "37029919940820931",
            profile: [
                "education": ["education": ["postgraduate"], "degree": ["master"], "university": ["哈尔滨工业大学"], "major_class": ["0808"], "major": ["控制科学与工程"], "enrolled": ["no"], "graduation_date": ["2018-07-01"]],
                "places": ["household": ["山东省青岛市市北区"], "residence": ["黑龙江省哈尔滨市南岗区"], "homes": ["none"], "work": ["none"], "insurance": ["none"], "returning": ["yes"]],
                "purpose": ["purpose": ["start_up"], "first_job": ["no"]],
            ]),
        Person(
            name: "Emma Fischer", phone: "13800000023", story: "18 德国博士 Emma Fischer：持护照来青交流求职", document: .passport, number: "C01X00T47", country: "DEU", sex: .female, born: Day(year: 1991, month: 4, day: 3),
            profile: [
                "education": ["education": ["postgraduate"], "degree": ["doctor"], "university": ["Technische Universität München"], "major_class": ["0707"], "major": ["Oceanography"], "enrolled": ["no"], "graduation_date": ["2019-12-15"]],
                "places": ["homes": ["none"], "work": ["none"], "insurance": ["none"], "returning": ["no"]],
                "purpose": ["purpose": ["exchange", "job_seeking"]],
                "wishes": ["wanted_occupation": ["海洋数据分析、科研岗"], "skills": ["Python、MATLAB、数据分析、英语"], "work_years": ["2"], "wanted_places": ["青岛市"], "wanted_pay": ["18000"]],
            ], agreesTo: [.matching, .findable]),
        Person(
            name: "周凯", phone: "13800000024", story: "19 求职者周凯：在崂山区有住房，住宿条件差一项", document: .residentID, number: "37019919970501933",
            profile: [
                "education": ["education": ["undergraduate"], "degree": ["bachelor"], "university": ["青岛大学"], "major_class": ["1202"], "major": ["会计学"], "enrolled": ["no"], "graduation_date": ["2019-06-20"]],
                "places": ["household": ["山东省济南市市中区"], "residence": ["山东省青岛市崂山区"], "homes": ["山东省青岛市崂山区"], "work": ["none"], "insurance": ["none"], "returning": ["no"]],
                "purpose": ["purpose": ["job_seeking"], "first_job": ["no"]],
                "wishes": ["wanted_occupation": ["会计、财务"], "skills": ["会计、税务申报、Excel、用友"], "work_years": ["1"], "wanted_places": ["青岛市"], "wanted_pay": ["6000"]],
            ], agreesTo: [.matching, .findable]),
    ]

    func play() async throws {
        for (index, person) in Self.all.enumerated() {
            let actor = try await register(person)
            guard index == 0 else { continue }
            try await interview(person, actor)
            try await degree(actor)
        }
    }

    private func register(_ person: Person) async throws -> Actor {
        let message = try await SendPhoneCode(phone: person.phone)(house, by: .visitor).message ?? ""
        let code = String(message.drop { !$0.isNumber }.prefix(6))
        let receipt = try await RegisterTalent(phone: person.phone, code: code, password: DemoWorld.password, consent: true)(house, by: .visitor, story: person.story, name: person.name)
        guard let account = ID<Account>(rawValue: receipt.id) else { throw Unexpected("account of \(person.name)") }
        let actor = Actor(kind: .person(account), name: person.name)
        let number = person.document == .residentID ? person.number + String(ResidentID.checkCharacter(of: person.number) ?? "0") : person.number
        _ = try await SetIdentity(name: person.name, kind: person.document, number: number, country: person.country, sex: person.sex, birthDate: person.born, consent: true)(house, by: actor)
        for purpose in [.lodging] + person.agreesTo { _ = try await GrantConsent(purpose: purpose)(house, by: actor) }
        for (section, answers) in person.profile.sorted(by: { $0.key < $1.key }) { _ = try await SaveProfile(answers: answers)(house, section, by: actor) }
        return actor
    }

    /// On Thursday of the week in which the story stops.
    private func interview(_ person: Person, _ actor: Actor) async throws {
        let today = Zone.china.day(of: try await house.now())
        _ = try await IssueInterview(
            name: person.name, phone: person.phone, position: "后端开发工程师", place: "青岛市崂山区松岭路示例1号 A 座 305 室", firstDay: today.adding((4 - today.weekday + 7) % 7))(house, by: inviting)
        guard let issued = try await house.interviews(for: inviting).interviews.first else { throw Unexpected("interview") }
        _ = try await ClaimInterview(number: issued.number)(house, by: actor)
    }

    private func degree(_ actor: Actor) async throws {
        let added = try await AddProof(kind: .degree, note: "学士学位证书", name: "学位证书.pdf", bytes: DemoStage.paper)(house, by: actor)
        guard let proof = ID<Proof>(rawValue: added.id) else { throw Unexpected("proof") }
        _ = try await AllowProof(purpose: .check, subject: DemoWorld.programme, consent: true)(house, proof, by: actor)
        _ = try await LookAtProof(why: "核验学位")(house, proof, by: checking)
        for fact in try await house.proofCheck(proof, for: checking).facts where ["degree", "university"].contains(fact.id) {
            _ = try await AcceptProof(proof: proof, fact: fact.id, statedAt: fact.statedAt)(house, by: checking)
        }
    }
}
