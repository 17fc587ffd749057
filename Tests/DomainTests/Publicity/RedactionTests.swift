import Domain
import Testing

@Suite struct RedactionTests {
    @Test(arguments: [
        ("联系人于海13900001111，请来电", "联系人〔已隐去〕〔已隐去〕，请来电"),
        ("电话：0532-12345678（工作日）", "电话：〔已隐去〕（工作日）"),
        ("+86 139 0000 1111", "〔已隐去〕"),
        ("身份证370202199001011234。", "身份证〔已隐去〕。"),
        ("身份证37020219900101123X。", "身份证〔已隐去〕。"),
        ("邮箱 yuhai@example.cn 收", "邮箱 〔已隐去〕 收"),
        ("场地 320 平方米，2019 年启用，服务企业 100 余家", "场地 320 平方米，2019 年启用，服务企业 100 余家"),
        ("统一社会信用代码 91370212DEMA000151", "统一社会信用代码 91370212DEMA000151"),
        ("每年活动12场，配置600次", "每年活动12场，配置600次"),
        ("", ""),
    ]) func contactsAndNamesAreTakenOut(text: String, redacted: String) {
        #expect(Redaction(names: ["于海", "李"])(text) == redacted)
    }

    @Test func reasonsThatNameContactsAreFound() {
        #expect(Redaction.findsContacts(in: "请致电 13900001111"))
        #expect(!Redaction.findsContacts(in: "消防检查不合格，暂停三十日"))
    }
}
