import Domain
import Foundation
import ProgrammeText
import Testing

/// The section on payments in the real file, and what is said of one that is written wrongly.
@Suite struct PaymentMistakeTests {
    @Test func theRealFileHasPayments() throws {
        let programme = try #require(readProgramme(try text(realFile)).programme), rules = try #require(programme.payments)
        #expect(rules == PaymentRules(clause: Clause("二(三)3"), payWithin: 10, repayWithin: 20, allocates: "finance", pays: "centre"))
    }

    @Test(arguments: [
        ("  pay_within: 10 workdays\n", "  pay_within: 10 days\n", "payments.pay_within: “10 days”写法有误"), ("  pay_within: 10 workdays\n", "", "payments: 缺少 pay_within"),
        ("  repay_within: 20 workdays\n", "  repay_within: 0 workdays\n", "payments.repay_within: 0 超出范围"), ("  allocates: finance\n", "  allocates: financ\n", "payments.allocates: 没有部门 financ"),
        ("  allocates: finance\n", "  allocates: hrss\n", "payments.allocates: 部门 hrss 没有 allocate 职责"), ("  pays: centre\n", "  pays: industry\n", "payments.pays: 部门 industry 没有 pay 职责"),
        ("  pays: centre\n", "  pays: finance\n", "payments.pays: 安排预算和拨付应由不同部门办理"),
        ("    sign_off: [handler, checker, signer]\n    clause: 二(二)2\n", "    sign_off: [handler]\n    clause: 二(二)2\n", "payments.pays: 部门 centre 只有一个办理环节，拨付批次无人复核"),
        ("  pays: centre\n", "  pays: centre\n  pay: centre\n", "payments.pay: 不认识的键 pay"),
    ])
    func everyMistakeIsNamed(_ old: String, _ new: String, _ message: String) throws {
        let said = try said(old, new)
        #expect(said.contains { $0.hasPrefix(message) }, "\(said)")
    }
}
