import CCurl
import Foundation

/// Why something did not go out. No case holds an address, which may carry a token.
public enum DeliveryError: Error, Equatable, Sendable {
    /// What was given cannot be sent as it is (an address, a header, a server's name); trying again will not help.
    case invalid(String)
    /// Nobody answered in time. The message may have arrived all the same.
    case timedOut
    /// No connection, or a broken one; with the library's words.
    case unreachable(String)
    /// The certificate does not belong to the server, or nobody trusted signed it.
    case untrusted(String)
    /// The server said no, with its code: SMTP 4xx may pass later, 5xx will not; HTTP codes are answers, not errors.
    case rejected(Int)
    /// The answer is longer than it may be.
    case tooLong
}

/// One exchange through libcurl, on the thread that calls it.
final class Transfer {
    /// Taken of an answer at most, in bytes.
    static let longestAnswer = 64 << 10

    private let handle: UnsafeMutableRawPointer
    private var lists: [UnsafeMutablePointer<curl_slist>] = []
    private let upload: Upload
    private let answer = Answer()

    private final class Upload {
        var rest: ArraySlice<UInt8>
        init(_ bytes: [UInt8]) { rest = bytes[...] }
    }

    private final class Answer {
        var bytes: [UInt8] = []
        var overflowed = false
    }

    private static let ready: Bool = yz_curl_global_init() == CURLE_OK

    /// - Parameters:
    ///   - protocols: the only ones that the library may speak, as it names them: `http,https`
    ///   - seconds: for the whole exchange
    init(url: String, protocols: String, seconds: Double, sending: [UInt8]) throws {
        guard Transfer.ready, let handle = curl_easy_init() else { throw DeliveryError.unreachable("libcurl does not start") }
        self.handle = handle
        upload = Upload(sending)
        let milliseconds = Int(max(1, min(seconds, 3600) * 1000))
        try set(CURLOPT_URL, url)
        try set(CURLOPT_PROTOCOLS_STR, protocols)
        try set(CURLOPT_TIMEOUT_MS, milliseconds)
        try set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds)
        // signals would interrupt other threads
        try set(CURLOPT_NOSIGNAL, 1)
        // the proxy is a setting of this program, not of its surroundings
        try set(CURLOPT_PROXY, "")
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_NETRC, 0)
        try check(yz_curl_set_transfer(handle, CURLOPT_READFUNCTION) { bytes, size, count, context in
            guard let bytes, let context else { return 0 }
            let upload = Unmanaged<Upload>.fromOpaque(context).takeUnretainedValue()
            let taken = upload.rest.prefix(size * count)
            taken.withUnsafeBytes { source in
                if let start = source.baseAddress { memcpy(bytes, start, source.count) }
            }
            upload.rest = upload.rest.dropFirst(taken.count)
            return taken.count
        })
        try check(yz_curl_set_pointer(handle, CURLOPT_READDATA, Unmanaged.passUnretained(upload).toOpaque()))
        try check(yz_curl_set_transfer(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            guard let bytes, let context else { return 0 }
            let answer = Unmanaged<Answer>.fromOpaque(context).takeUnretainedValue()
            guard answer.bytes.count + size * count <= Transfer.longestAnswer else {
                answer.overflowed = true
                return 0
            }
            answer.bytes += UnsafeRawBufferPointer(start: bytes, count: size * count)
            return size * count
        })
        try check(yz_curl_set_pointer(handle, CURLOPT_WRITEDATA, Unmanaged.passUnretained(answer).toOpaque()))
    }

    deinit {
        curl_easy_cleanup(handle)
        for list in lists { curl_slist_free_all(list) }
    }

    func set(_ option: CURLoption, _ value: Int) throws {
        try check(yz_curl_set_long(handle, option, value))
    }

    func set(_ option: CURLoption, _ value: String) throws {
        guard !value.utf8.contains(0) else { throw DeliveryError.invalid("a NUL") }
        try check(yz_curl_set_string(handle, option, value))
    }

    func set(_ option: CURLoption, _ values: [String]) throws {
        var list: UnsafeMutablePointer<curl_slist>?
        for value in values {
            guard let longer = curl_slist_append(list, value) else {
                curl_slist_free_all(list)
                throw DeliveryError.unreachable("out of memory")
            }
            list = longer
        }
        if let list { lists.append(list) }
        try check(yz_curl_set_list(handle, option, list))
    }

    /// Does it, and gives the server's last code and its answer.
    func perform() throws -> (code: Int, answer: [UInt8]) {
        let status = curl_easy_perform(handle)
        var code = 0
        _ = yz_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &code)
        if answer.overflowed { throw DeliveryError.tooLong }
        switch status {
        case CURLE_OK: return (code, answer.bytes)
        case CURLE_OPERATION_TIMEDOUT: throw DeliveryError.timedOut
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR:
            throw DeliveryError.untrusted(String(cString: curl_easy_strerror(status)))
        default:
            // a server that answered with a refusal was reached
            if code >= 400 { throw DeliveryError.rejected(code) }
            throw DeliveryError.unreachable(String(cString: curl_easy_strerror(status)))
        }
    }

    private func check(_ status: CURLcode) throws {
        guard status == CURLE_OK else { throw DeliveryError.invalid(String(cString: curl_easy_strerror(status))) }
    }
}

/// Runs blocking work on a thread of its own and waits for it without holding one of the cooperative pool.
func onOwnThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread {
            Thread.current.name = "delivery"
            continuation.resume(with: Result { try work() })
        }.start()
    }
}

/// A server's name or address that is safe inside a URL.
func isHost(_ text: String) -> Bool {
    guard (1...253).contains(text.utf8.count) else { return false }
    if text.hasPrefix("["), text.hasSuffix("]") {
        return text.dropFirst().dropLast().utf8.allSatisfy { isHexadecimal($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }
    }
    return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
        (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
            && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
    }
}

func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    default: false
    }
}

private func isHexadecimal(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): true
    default: false
    }
}
