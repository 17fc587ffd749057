import Domain
import SQL

/// A station's staff add a photo of a place: JPEG or PNG by its first bytes, at most 10 MB.
///
/// Effects: the file, encrypted and synced before its row is committed; the place's list of photos; an audit record.
public struct AddPlacePhoto: Sendable {
    public let name: String
    public let bytes: [UInt8]

    public static let most = 8

    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    public func callAsFunction(_ house: House, _ id: ID<Lodging>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let type = try Uploads.type(of: bytes, name: name)
        guard type.hasPrefix("image/") else { throw Refusal.invalid([.init("file", Words("只收 JPEG、PNG 照片", "JPEG or PNG photos only"))]) }
        let file = try Uploads.newName(house)
        // Nothing is stored for what would be refused anyway; the transaction asks again.
        try await house.database.read { tx in _ = try PlacePhotos.mayAdd(tx, house, id, actor) }
        try await house.files.write(try house.secrets.sealFile(bytes, id: file), name: file)
        return try await house.perform(by: actor, once: once) { act in
            try act.hold(id)
            let (place, photos) = try PlacePhotos.mayAdd(act.tx, house, id, actor)
            try Uploads.keep(act, file: file, programme: place.programme.id, caseID: nil, question: "lodging.photo", name: name, type: type, bytes: bytes, by: actor)
            guard let new = ID<StoredFile>(rawValue: file) else { throw Unexpected("name of a file") }
            try act.tx.run("UPDATE lodgings SET photos = \(try Stored.json(photos + [new])), version = version + 1 WHERE id = \(id)")
            act.audit("lodging", id.rawValue, "photo_added", detail: ["file": file, "sha256": house.secrets.sha256(bytes)])
            return Receipt(.lodging, id.rawValue)
        }
    }
}

/// A station's staff take a photo of a place away.
///
/// Effects: the place's list of photos; the file's row; an audit record.
public struct RemovePlacePhoto: Codable, Sendable {
    public let file: ID<StoredFile>

    public init(file: ID<StoredFile>) { self.file = file }

    public func callAsFunction(_ house: House, _ id: ID<Lodging>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            _ = try LodgingPlace.held(act, id)
            let photos = try PlacePhotos.list(act.tx, id)
            guard photos.contains(file) else { throw Refusal.notFound }
            try act.tx.run("UPDATE lodgings SET photos = \(try Stored.json(photos.filter { $0 != file })), version = version + 1 WHERE id = \(id)")
            try act.tx.run("DELETE FROM files WHERE id = \(file)")
            act.audit("lodging", id.rawValue, "photo_removed", detail: ["file": file.rawValue])
            return Receipt(.lodging, id.rawValue)
        }
    }
}

/// A photo of a place that the actor may see: everybody, where the place is published.
public struct ReadPlacePhoto: Sendable {
    public let file: ID<StoredFile>

    public init(file: ID<StoredFile>) { self.file = file }

    public func callAsFunction(_ house: House, of id: ID<Lodging>, by actor: Actor) async throws -> (type: String, bytes: [UInt8]) {
        let (type, sha256) = try await house.database.read { tx in
            guard try tx.row("""
                SELECT l.id FROM lodgings l JOIN stations s ON s.id = l.station_id JOIN plaques p ON p.station_id = s.id
                WHERE l.id = \(id) AND ((l.published AND p.state = 'valid') OR \(DeskReader.own(actor)))
                """) != nil, try PlacePhotos.list(tx, id).contains(file), let row = try tx.row("SELECT type, sha256 FROM files WHERE id = \(file)") else { throw Refusal.notFound }
            return (try row("type") as String, try row("sha256") as String)
        }
        let bytes = try house.secrets.openFile(try await house.files.read(file.rawValue), id: file.rawValue)
        guard house.secrets.sha256(bytes) == sha256 else { throw Unexpected("file \(file) does not have its hash") }
        return (type, bytes)
    }
}

enum PlacePhotos {
    static func list(_ tx: any Transaction, _ id: ID<Lodging>) throws -> [ID<StoredFile>] {
        guard let stored: String = try tx.value("SELECT photos FROM lodgings WHERE id = \(id)") else { return [] }
        return try read(stored)
    }

    /// As they stand in the place's row; of most there are none.
    static func read(_ stored: String) throws -> [ID<StoredFile>] { stored == "[]" ? [] : try Stored.read(stored) }

    static func mayAdd(_ tx: any Transaction, _ house: House, _ id: ID<Lodging>, _ actor: Actor) throws -> (LodgingPlace, [ID<StoredFile>]) {
        let place = try LodgingPlace.atDesk(tx, house.library, id, actor), photos = try list(tx, id)
        guard photos.count < AddPlacePhoto.most else {
            throw Refusal.invalid([.init("file", Words("最多 \(AddPlacePhoto.most) 张照片，请先删除旧的", "At most \(AddPlacePhoto.most) photos; remove one first"))])
        }
        return (place, photos)
    }
}
