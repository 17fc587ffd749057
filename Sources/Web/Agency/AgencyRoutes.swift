import Domain
import Services

/// What is uploaded for a mandate.
struct MandatePaperForm: Decodable, Sendable {
    let material: String
    let file: Upload
}

extension Rooms {
    /// Papers done for somebody: mandates, their lists, and what was offered without an application.
    func addAgencyRoutes(to site: inout Site) {
        addMandateLists(to: &site)
        addMandateSignatures(to: &site)
        addMandateWork(to: &site)
        addMandateDecisions(to: &site)
    }

    private static let fields = [
        QueryField("state", Words("状态", "State"), MandateState.self), QueryField("station", Words("驿站", "Station"), ID<Station>.self),
    ]

    private func addMandateLists(to site: inout Site) {
        let house = house, after = QueryField("after", Words("上一页最后一条", "The last one of the page before"), ID<Mandate>.self)
        site.get(Paths.mandates, access: .signedIn, page: MandatesPage.self, query: Self.fields + [after], summary: Words("政策代办", "Mandates of one's own, of one's stations or offices")) { ask in
            MandatesPage(try await house.mandates(try MandateFilter(ask), for: ask.actor))
        }
        site.download(Paths.mandatesWorkbook, access: .any(of: .staff, .organisation), type: Workbooks.type, query: Self.fields, summary: Words("政策代办，Excel", "Mandates as a spreadsheet")) { ask in
            let file = try await house.mandatesWorkbook(try MandateFilter(ask), for: ask.actor)
            return try Workbooks.attachment("\(Words("政策代办", "mandates")(ask.language))-\(ask.zone.day(of: ask.now)).xlsx", temporary: file)
        }
        site.get(Paths.newMandate, access: .signedIn, page: NewMandatePage.self, query: [QueryField("policy", Words("政策", "Policy"), ID<Policy>.self)], summary: Words("委托驿站代办的表单", "The form for a mandate")) { ask in
            NewMandatePage(try await house.newMandate(try ask.query.value("policy"), for: ask.actor))
        }
        site.get(Paths.mandate, access: .signedIn, page: MandatePage.self, summary: Words("一件代办", "A mandate")) { ask, id in
            MandatePage(try await house.mandate(id, for: ask.actor))
        }
        site.download(Paths.mandatePaper, access: .signedIn, type: "application/pdf, image/jpeg, image/png", summary: Words("代办材料", "A paper of a mandate")) { ask, id, file in
            let (view, bytes) = try await house.mandatePaper(file, of: id, for: ask.actor)
            return Attachment(name: view.name, type: view.type, content: .bytes(bytes))
        }
        site.get(Paths.policyOffers, access: .staff, page: OfferRunsPage.self, summary: Words("免申即享", "Searches for people who are entitled")) { ask in
            OfferRunsPage(try await house.offerRuns(for: ask.actor))
        }
        site.post(Paths.policyOffers, access: .staff, input: RunOffers.self, receipt: ReceiptPage.self, summary: Words("查找符合条件的人", "Search for people who are entitled")) { ask, input in
            let receipt = try await input(house, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
    }

    private func addMandateSignatures(to site: inout Site) {
        let house = house
        site.post(Paths.mandates, access: .signedIn, input: AskMandate.self, receipt: ReceiptPage.self, summary: Words("拟定委托书", "Write a mandate"),
            form: { ask, filled in NewMandatePage(try await house.newMandate(ID(rawValue: filled.value("policy")), for: ask.actor), filled) }
        ) { ask, input in
            let receipt = try await input(house, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.mandateSignature, access: .signedIn, input: SignMandate.self, receipt: ReceiptPage.self, summary: Words("签署委托书", "Sign a mandate"),
            form: { ask, filled, id in MandatePage(try await house.mandate(id, for: ask.actor), .signature, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.mandateRevocation, access: .signedIn, input: RevokeMandate.self, receipt: ReceiptPage.self, summary: Words("撤销委托", "Revoke a mandate"),
            form: { ask, filled, id in MandatePage(try await house.mandate(id, for: ask.actor), .revocation, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.mandateConfirmation, access: .signedIn, input: ConfirmOffer.self, receipt: ReceiptPage.self, summary: Words("确认免申即享", "Take up what was offered"),
            form: { ask, filled, id in MandatePage(try await house.mandate(id, for: ask.actor), .confirmation, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.mandateRefusal, access: .signedIn, input: DeclineOffer.self, receipt: ReceiptPage.self, summary: Words("谢绝免申即享", "Decline what was offered")) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.mandateBank, access: .signedIn, input: GiveBank.self, receipt: ReceiptPage.self, summary: Words("填写收款账户", "Give a bank account"),
            form: { ask, filled, id in MandatePage(try await house.mandate(id, for: ask.actor), .bank, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt).at("payment"), ReceiptPage(receipt))
        }
    }

    private func addMandateWork(to site: inout Site) {
        let house = house
        site.post(Paths.mandateAgent, access: .organisation, input: TakeMandate.self, receipt: ReceiptPage.self, summary: Words("接办委托", "Take a mandate on")) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.mandateMaterials, access: .signedIn, input: SettleMaterial.self, receipt: ReceiptPage.self, summary: Words("落实一份材料", "Settle a paper of a mandate"),
            form: { ask, filled, id in MandatePage(try await house.mandate(id, for: ask.actor), .material(filled.value("material")), filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt).at("materials"), ReceiptPage(receipt))
        }
        site.post(Paths.mandatePapers, access: .signedIn, input: MandatePaperForm.self, receipt: ReceiptPage.self, summary: Words("上传代办材料", "Bring a paper for a mandate"),
            form: { ask, filled, id in MandatePage(try await house.mandate(id, for: ask.actor), .paper(filled.value("material")), filled) }
        ) { ask, input, id in
            let receipt = try await AddMandatePaper(material: input.material, name: input.file.name, bytes: input.file.bytes)(house, to: id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt).at("materials"), ReceiptPage(receipt))
        }
        site.post(Paths.mandateSteps, access: .signedIn, input: TickStep.self, receipt: ReceiptPage.self, summary: Words("完成一个办理步骤", "Tick a step of a mandate"),
            form: { ask, filled, id in MandatePage(try await house.mandate(id, for: ask.actor), .step(Int(filled.value("step")) ?? 0), filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt).at("steps"), ReceiptPage(receipt))
        }
        site.post(Paths.mandateMessages, access: .signedIn, input: WriteToMandate.self, receipt: ReceiptPage.self, summary: Words("代办留言", "Write to the other side of a mandate"),
            form: { ask, filled, id in MandatePage(try await house.mandate(id, for: ask.actor), .message, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt).at("messages"), ReceiptPage(receipt))
        }
        site.post(Paths.mandateHandIn, access: .signedIn, input: HandInMandate.self, receipt: ReceiptPage.self, summary: Words("递交部门", "Hand the papers in")) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
    }

    private func addMandateDecisions(to site: inout Site) {
        let house = house
        site.post(Paths.mandateAmount, access: .staff, input: SetMandateAmount.self, receipt: ReceiptPage.self, summary: Words("核定金额", "Set the amount that is granted"),
            form: { ask, filled, id in
                let mandate = try await house.mandate(id, for: ask.actor)
                guard let about = mandate.caseID else { throw Refusal.notFound }
                return CasePage(try await house.caseView(about, for: ask.actor), .amount, filled)
            }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.mandatePayment, access: .power(.pay), input: RecordMandatePayment.self, receipt: ReceiptPage.self, summary: Words("登记拨付结果", "Say what became of the money"),
            form: { ask, filled, id in MandatePage(try await house.mandate(id, for: ask.actor), .payment, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
    }
}
