import Domain
import SQL

/// The office adds a photo to a finding, or the station a photo or a paper to its answer: JPEG, PNG, and for the station PDF, at most 10 MB.
///
/// Effects: the file, encrypted and synced before its row is committed; a picture is drawn anew from its pixels, 1600 on the longest side at most, without place, camera or
/// name, and what came in is kept nowhere; an audit record.
public struct AddFindingFile: Sendable {
    public let name: String
    /// What is on it, for those who do not see it.
    public let words: String
    public let bytes: [UInt8]

    public static let most = 12

    public init(name: String, words: String, bytes: [UInt8]) {
        self.name = name
        self.words = words
        self.bytes = bytes
    }

    public func callAsFunction(_ house: House, to id: ID<VisitFinding>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let words = try SupervisionRefusals.needed(words, "words", StoryRules.pictureWords), type = try Uploads.type(of: bytes, name: name), library = house.library
        // Nothing is drawn or stored for what would be refused anyway; the transaction asks again.
        let isOffice = try await house.database.read { tx in
            guard let visit: ID<Visit> = try tx.value("SELECT visit_id FROM visit_findings WHERE id = \(id)") else { throw Refusal.notFound }
            if try tx.row("SELECT v.id FROM \(StoredVisit.tables) WHERE v.id = \(visit) AND \(SupervisionAccess.asKeeper(actor, library))") != nil { return true }
            guard try tx.row("SELECT v.id FROM \(StoredVisit.tables) WHERE v.id = \(visit) AND \(SupervisionAccess.asStation(actor))") != nil else { throw Refusal.notFound }
            return false
        }
        let isPicture = type.hasPrefix("image/")
        if isOffice, !isPicture { throw Refusal.invalid([.init("file", Words("只收 JPEG、PNG 照片", "JPEG or PNG photos only"))]) }
        let kept = isPicture ? try await house.papers.picture(bytes, longest: StoryRules.large) : bytes
        let size = isPicture ? try StoryPictures.size(kept) : nil
        let file = try Uploads.newName(house)
        try await house.files.write(try house.secrets.sealFile(kept, id: file), name: file)
        return try await house.perform(by: actor, once: once) { act in
            let (finding, visit) = try act.loadFinding(id, where: isOffice ? SupervisionAccess.asKeeper(actor, house.library) : SupervisionAccess.asStation(actor))
            guard visit.state == .made, finding.state != .mended, isOffice || finding.state == .open else { throw SupervisionRefusals.findingPassed }
            let there: Int = try act.tx.value("SELECT COUNT(*) FROM finding_files WHERE finding_id = \(id)") ?? 0
            guard there < Self.most else { throw Refusal.invalid([.init("file", Words("每个问题最多 \(Self.most) 个文件", "At most \(Self.most) files with one finding"))]) }
            let side: SupervisionSide = isOffice ? .office : .station
            try Uploads.keep(act, file: file, programme: visit.programme, caseID: nil, question: "visit.finding", name: name, type: isPicture ? "image/jpeg" : type, bytes: kept, by: actor)
            try act.tx.run("""
                INSERT INTO finding_files (file_id, finding_id, side, words, width, height, at)
                VALUES (\(file), \(id), \(side), \(try house.secrets.seal(text: words, table: "finding_files", column: "words", row: file)), \(size?.width), \(size?.height), \(act.now))
                """)
            act.audit("visit", visit.id.rawValue, "finding_file_added", post: isOffice ? visit.office : "", detail: ["finding": id.rawValue, "file": file, "side": side.rawValue, "sha256": house.secrets.sha256(kept)])
            return visit.receipt
        }
    }
}
