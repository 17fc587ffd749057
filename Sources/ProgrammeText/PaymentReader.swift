import Domain

/// Reads what a programme says of budgets and payments.
enum PaymentReader {
    static func read(_ entry: Entry) -> PaymentRules {
        let within = counted(entry, "pay_within")
        entry.state("pay_within", Words("批准后 \(within) 个工作日内拨付", "Paid within \(within) working days after the approval"))
        let repay = counted(entry, "repay_within")
        entry.state("repay_within", Words("追回的款项 \(repay) 个工作日内退缴", "What is claimed back is repaid within \(repay) working days"))
        let allocates = entry.text("allocates"), pays = entry.text("pays")
        entry.state("allocates", Words("由 \(allocates) 安排预算", "\(allocates) allocates"))
        entry.state("pays", Words("由 \(pays) 拨付", "\(pays) pays"))
        let source = entry.source(Words("资金拨付", "Payments"))
        entry.done()
        return PaymentRules(clause: source.clause, payWithin: within, repayWithin: repay, allocates: allocates, pays: pays)
    }

    private static func counted(_ entry: Entry, _ key: String) -> Int {
        if !entry.has(key) { entry.report(Words("缺少 \(key)", "\(key) is missing"), instead: Words("写成“\(key): 10 workdays”", "write “\(key): 10 workdays”")) }
        return entry.counted(key, "workdays", in: 1...250) ?? 10
    }
}

extension ProgrammeCheck {
    /// The offices are there, are the city's, and may do it; and whoever pays has a second person who lets a batch go.
    func payments() {
        guard let rules = programme.payments else { return }
        let offices = programme.offices.filter { $0.area == nil }
        for (key, id, power) in [("allocates", rules.allocates, Programme.Power.allocate), ("pays", rules.pays, .pay)] {
            let able = offices.filter { $0.powers.contains(power) }.map(\.id)
            Self.known(id, in: offices.map(\.id), at: "payments.\(key)", reading, "部门", "office", suggest: able)
            guard let office = offices.first(where: { $0.id == id }) else { continue }
            // An office that has a mistake of its own says nothing about what it may do.
            if reading.isFaulty(within: "offices.\(id)") { continue }
            if !office.powers.contains(power) {
                reading.report("payments.\(key)", Words("部门 \(id) 没有 \(power.rawValue) 职责", "The office \(id) may not \(power.rawValue)"),
                               instead: able.first.map { Words("改为 \($0)，或在 offices.\(id).does 中加上 \(power.rawValue)", "name \($0), or add \(power.rawValue) to offices.\(id).does") }
                                   ?? Words("在 offices.\(id).does 中加上 \(power.rawValue)", "add \(power.rawValue) to offices.\(id).does"))
            }
            if power == .pay, office.signOff.count < 2 {
                reading.report("payments.pays", Words("部门 \(id) 只有一个办理环节，拨付批次无人复核", "The office \(id) has one place in its line, so that nobody else releases a batch"),
                               instead: Words("在 offices.\(id).sign_off 中加上 checker 或 signer", "add checker or signer to offices.\(id).sign_off"))
            }
        }
        if !rules.allocates.isEmpty, rules.allocates == rules.pays {
            reading.report("payments.pays", Words("安排预算和拨付应由不同部门办理", "One office cannot both allocate and pay"), instead: Words("分别写两个部门", "name two offices"))
        }
    }
}
