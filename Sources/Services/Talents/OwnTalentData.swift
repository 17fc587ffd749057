import Domain
import SQL

extension OwnDataRoom {
    static let talents = OwnDataRoom(
        sections: { tx, house, account in
            guard let profile = try ProfileReader.profile(tx, house, account, whole: true) else { return [] }
            let document = profile.document
            let base = OwnRow([
                OwnValue("name", Words("姓名", "Name"), profile.name), OwnValue("document_kind", Words("证件类型", "Kind of document"), document?.kind.rawValue, document?.kind.words),
                OwnValue("document", Words("证件号码", "Number of the document"), document?.number),
                OwnValue("country", Words("签发国家或地区", "Issued by"), document?.country, document.flatMap { Country.named($0.country)?.name }),
                OwnValue("registered_at", Words("登记时间", "Registered"), profile.registeredAt.description),
            ])
            let facts = profile.facts.map { fact in
                OwnRow([
                    OwnValue("fact", Words("项目", "Fact"), fact.item.id, fact.name), OwnValue("value", Words("内容", "Value"), fact.words.zh, fact.words),
                    OwnValue("stated_at", Words("填写时间", "Stated"), fact.statedAt.description), OwnValue("accepted_at", Words("核验时间", "Proven"), fact.acceptedAt?.description),
                    OwnValue("from", Words("自", "From"), fact.from?.description), OwnValue("until", Words("有效期至", "Until"), fact.until?.description),
                ])
            }
            return [OwnSection("profile", Words("个人资料", "Profile"), [base]), OwnSection("facts", Words("资料项目", "Facts"), facts)]
        },
        leave: { act, account in
            act.later("DELETE FROM talent_facts WHERE account_id = \(account)")
            act.later("UPDATE talents SET name = \(nil as [UInt8]?), document = \(nil as [UInt8]?), person_key = \(nil as String?), closed_at = \(act.now) WHERE account_id = \(account)")
        },
        keeps: [
            KeptData(Words("由证件号码单向计算的代号（不能还原号码）", "A code computed one way from your document’s number"),
                Words("保证一人一份权益，防止注销后重复享受", "So that each person has one entitlement, also after closing an account")),
        ])

    static let proofs = OwnDataRoom(
        sections: { tx, house, account in
            let rows = try tx.rows("SELECT id, kind, note, expires, created_at, removed_at FROM proofs WHERE account_id = \(account) ORDER BY created_at, id")
            let proofs = try rows.map { row in
                let id: String = try row("id"), created: Instant = try row("created_at"), expires: Day? = try row("expires"), removed: Instant? = try row("removed_at"), kind: String = try row("kind")
                return OwnRow([
                    OwnValue("id", Words("编号", "Id"), id), OwnValue("kind", Words("类型", "Kind"), kind, Proof.Kind(rawValue: kind)?.words),
                    OwnValue("note", Words("说明", "Note"), try house.secrets.text(try row("note"), table: "proofs", column: "note", row: id)),
                    OwnValue("expires", Words("有效期至", "Until"), expires?.description), OwnValue("created_at", Words("上传时间", "Added"), created.description),
                    OwnValue("removed_at", Words("删除时间", "Removed"), removed?.description),
                ])
            }
            let ids = try rows.map { try $0("id") as ID<Proof> }, used = try ProofReader.uses(tx, house, of: ids)
            let uses: [OwnRow] = ids.flatMap { id in
                used[id, default: []].reversed().map { use in
                    OwnRow([
                        OwnValue("proof", Words("材料", "Proof"), id.rawValue), OwnValue("purpose", Words("用途", "Purpose"), use.purpose.rawValue, use.purpose.words),
                        OwnValue("subject", Words("用于", "Subject"), use.subject.zh, use.subject), OwnValue("granted_at", Words("同意时间", "Granted"), use.grantedAt.description),
                        OwnValue("ended_at", Words("结束时间", "Ended"), use.endedAt?.description),
                    ])
                }
            }
            let looks = try tx.rows("""
                SELECT l.id AS id, l.proof_id AS proof, l.at AS at, l.why AS why, a.name AS who FROM proof_looks l JOIN proofs p ON p.id = l.proof_id JOIN accounts a ON a.id = l.by_account
                WHERE p.account_id = \(account) ORDER BY l.at, l.id
                """).map { row in
                let id: String = try row("id"), at: Instant = try row("at")
                return OwnRow([
                    OwnValue("proof", Words("材料", "Proof"), try row("proof")), OwnValue("who", Words("查看人", "Who"), try row("who")), OwnValue("at", Words("时间", "Time"), at.description),
                    OwnValue("why", Words("原因", "Why"), try house.secrets.text(try row("why"), table: "proof_looks", column: "why", row: id)),
                ])
            }
            return [OwnSection("proofs", Words("证明材料", "Proofs"), proofs), OwnSection("uses", Words("材料的使用授权", "Uses of proofs"), uses), OwnSection("looks", Words("查看记录", "Who looked"), looks)]
        },
        leave: { act, account in
            let files = try act.tx.rows("SELECT file_id FROM proofs WHERE account_id = \(account) AND file_id IS NOT NULL").map { try $0("file_id") as String }
            let own: SQL = "(SELECT id FROM proofs WHERE account_id = \(account))"
            try act.tx.run("DELETE FROM proof_uses WHERE proof_id IN \(own)")
            try act.tx.run("DELETE FROM proof_looks WHERE proof_id IN \(own)")
            try act.tx.run("DELETE FROM proofs WHERE account_id = \(account)")
            act.later("DELETE FROM files WHERE id IN (\(list: files))")
        })

    static let interviews = OwnDataRoom(
        sections: { tx, house, account in
            let claimed = try InterviewReader.claimed(tx, house, account).map { interview in
                OwnRow([
                    OwnValue("organisation", Words("单位", "Organisation"), interview.organisation), OwnValue("number", Words("面试码", "Code"), interview.number),
                    OwnValue("position", Words("岗位", "Position"), interview.position), OwnValue("place", Words("地点", "Place"), interview.place),
                    OwnValue("first_day", Words("日期", "Day"), interview.firstDay.description), OwnValue("last_day", Words("至", "Until"), interview.lastDay.description),
                ])
            }
            return [OwnSection("interviews", Words("面试", "Interviews"), claimed)]
        },
        leave: { act, account in
            // The organisation keeps that it issued a code, not to whom.
            for id in try act.tx.rows("SELECT id FROM interviews WHERE claimed_by = \(account) ORDER BY id").map({ try $0("id") as String }) {
                act.later("""
                    UPDATE interviews SET name = \(try act.house.secrets.seal(text: "", table: "interviews", column: "name", row: id)),
                        phone = \(try act.house.secrets.seal(text: "", table: "interviews", column: "phone", row: id)) WHERE id = \(id)
                    """)
            }
        })

    static let consents = OwnDataRoom(
        sections: { tx, _, account in
            let consents = try tx.rows("SELECT purpose, version, granted_at, withdrawn_at FROM consents WHERE account_id = \(account) ORDER BY granted_at, id").map { row in
                let granted: Instant = try row("granted_at"), withdrawn: Instant? = try row("withdrawn_at"), purpose: String = try row("purpose")
                return OwnRow([
                    OwnValue("purpose", Words("用途", "Purpose"), purpose, ConsentText.Purpose(rawValue: purpose).map { ConsentText.current($0).title }),
                    OwnValue("version", Words("版本", "Version"), try row("version")), OwnValue("granted_at", Words("同意时间", "Granted"), granted.description),
                    OwnValue("withdrawn_at", Words("撤回时间", "Withdrawn"), withdrawn?.description),
                ])
            }
            return [OwnSection("consents", Words("授权记录", "Consents"), consents)]
        },
        leave: { act, account in act.later("UPDATE consents SET withdrawn_at = \(act.now) WHERE account_id = \(account) AND withdrawn_at IS NULL") },
        keeps: [KeptData(Words("授权记录：用途、版本和时间", "Consents: purpose, version and times"), Words("证明处理个人信息曾经取得同意", "They prove that there was a consent"))])
}
