import Domain

/// What the form of a new policy begins with: every part by its name, with a word on each; what is left empty is reported by line.
enum PolicyTemplate {
    static func text(in programme: Programme, today: Day) -> String {
        let offices = programme.offices.map { "\($0.id)（\($0.name.zh)）" }.joined(separator: "、")
        return """
            # 以“#”开头的是说明，可以删去；用不到的项目整行删去。
            # 编号：小写英文和连字符；编号相同的是同一政策的新版本。
            policy:
            title: { zh: , en: }
            # 对象：talent 个人，employer 单位
            audience: talent
            # 种类：一个编号和名称
            kind: { id: allowance, name: { zh: 生活补贴, en: Living allowance } }
            # 有效期；没有终止日的删去 to
            from: \(today)
            to: \(today.adding(365))
            # 依据：文号、文件名、条款、原文网址
            source: { number: , title: , clause: , url: }
            # 给什么，一句话
            gives: { zh: , en: }
            # 金额，单位元：fixed 一次性；或 per_month 每月，months 最多几个月；不发放资金的写 none: yes
            amount:
              fixed: 10000
            # 条件：逐条写明依据的条款；可用的条件见下方列表
            eligible:
              all:
                - education: { at_least: undergraduate }
                  clause: 第二条(一)
                - age: { to: 35 }
                  clause: 第二条(二)
            # 不能同时享受的政策，写编号
            excludes: []
            # 材料：proof 为证明夹中的种类，没有的不写
            materials:
              - { id: identity, name: { zh: 身份证件, en: Identity document }, proof: identity }
            # 代办步骤
            steps:
              - { zh: 核对条件和材料，向本人说明, en: Go through conditions and papers with the talent }
            deadline: { zh: , en: }
            # 办理部门：\(offices)
            office:
            # 是否免申即享
            offered: no

            """
    }

    /// What conditions may ask, by the names that a text uses: `degree`, `学位（bachelor 学士、master 硕士）`.
    static func facts(_ catalogue: FactCatalogue) -> [ConditionName] {
        catalogue.facts.map { fact in
            let zh = fact.options.map { "\($0.id) \($0.name.zh)" }.joined(separator: "、"), en = fact.options.map { "\($0.id) \($0.name.en)" }.joined(separator: ", ")
            return ConditionName(id: fact.id, name: fact.options.isEmpty ? fact.name : Words("\(fact.name.zh)（\(zh)）", "\(fact.name.en) (\(en))"), clause: nil)
        }
    }
}
