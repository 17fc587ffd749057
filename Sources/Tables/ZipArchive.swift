import CMinizip
import Glibc

/// The parts of a zip file, unpacked piece by piece and no further than the limits allow. What a part says about its own size is not believed.
final class ZipArchive {
    private let handle: unzFile
    private var isInside = false
    private var unpacked = 0
    private var packed = 1
    private let limits: TableLimits
    private var allUnpacked = 0

    /// Workbooks have some dozens.
    private static let mostEntries: UInt64 = 10_000
    /// Text packs to a tenth or twentieth; what unpacks to so much more than it was is no table.
    private static let mostRatio = 400
    private static let smallEnough = 32 << 20

    init(path: String, limits: TableLimits) throws(TableFailure) {
        guard let handle = unzOpen64(path) else { throw .damaged(afterRow: 0) }
        self.handle = handle
        self.limits = limits
        var about = unz_global_info64()
        guard unzGetGlobalInfo64(handle, &about) == 0 else { throw .damaged(afterRow: 0) }
        guard about.number_entry <= Self.mostEntries else { throw .tooLarge }
    }

    deinit {
        if isInside { unzCloseCurrentFile(handle) }
        unzClose(handle)
    }

    /// - Returns: false if there is no such part.
    func open(_ name: String) throws(TableFailure) -> Bool {
        closePart()
        guard unzLocateFile(handle, name, 2) == 0 else { return false }
        var about = unz_file_info64()
        guard unzGetCurrentFileInfo64(handle, &about, nil, 0, nil, 0, nil, 0) == 0 else { throw .damaged(afterRow: 0) }
        if about.flag & 1 == 1 { throw .oldWorkbook }
        guard unzOpenCurrentFile(handle) == 0 else { throw .damaged(afterRow: 0) }
        isInside = true
        unpacked = 0
        packed = Int(clamping: about.compressed_size)
        return true
    }

    /// The next piece of the open part; empty at its end.
    func read(_ most: Int = 1 << 16) throws(TableFailure) -> [UInt8] {
        guard isInside else { return [] }
        var count: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: most) { buffer, written in
            count = unzReadCurrentFile(handle, buffer.baseAddress, UInt32(most))
            written = max(0, Int(count))
        }
        guard count >= 0 else { throw .damaged(afterRow: 0) }
        unpacked += bytes.count
        allUnpacked += bytes.count
        guard allUnpacked <= limits.unpacked, unpacked <= Self.smallEnough || unpacked / max(packed, 1) <= Self.mostRatio else { throw .tooLarge }
        if bytes.isEmpty {
            isInside = false
            // the checksum is compared here
            guard unzCloseCurrentFile(handle) == 0 else { throw .damaged(afterRow: 0) }
        }
        return bytes
    }

    /// How far the open part is read, by its packed bytes.
    var progress: Double { isInside ? min(max(Double(unztell64(handle)) / Double(max(packed, 1)) / 10, 0), 1) : 1 }

    func closePart() {
        if isInside { unzCloseCurrentFile(handle) }
        isInside = false
    }
}
