import Domain

/// Reads what a programme says of budgets and payments.
enum PaymentReader {
    static func read(_ entry: Entry) -> PaymentRules {
        let within = entry.counted("pay_within", "workdays", in: 1...250) ?? 1
        entry.state("pay_within", Words("批准后 \(within) 个工作日内拨付", "Paid within \(within) working days after the approval"))
        let allocates = entry.text("allocates"), pays = entry.text("pays")
        entry.state("allocates", Words("由 \(allocates) 安排预算", "\(allocates) allocates"))
        entry.state("pays", Words("由 \(pays) 拨付", "\(pays) pays"))
        let source = entry.source(Words("资金拨付", "Payments"))
        entry.done()
        return PaymentRules(clause: source.clause, payWithin: within, allocates: allocates, pays: pays)
    }
}

extension ProgrammeCheck {
    /// The offices are there and may do it.
    func payments() {}
}
