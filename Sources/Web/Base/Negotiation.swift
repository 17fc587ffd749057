import Domain

/// What a client says it takes, by weight.
enum Negotiation {
    /// The weights of a header such as `text/html;q=0.9, */*;q=0.1`.
    private static func weights(_ header: String?) -> [(name: String, weight: Double)] {
        (header ?? "").split(separator: ",").prefix(40).map { part in
            let value = HeaderValue(part)
            return (value.value, min(max(value.parameters["q"].flatMap(Double.init) ?? 1, 0), 1))
        }
    }

    /// JSON where it is named and weighs more than HTML; HTML for `*/*`, unless a program is known to ask.
    static func face(accept: String?, isProgram: Bool) -> Ask.Face {
        let weights = weights(accept)
        func weight(_ fits: (String) -> Bool) -> Double? { weights.filter { fits($0.name) }.map(\.weight).max() }
        let json = weight { $0 == "application/json" || $0.hasPrefix("application/") && $0.hasSuffix("+json") && $0 != "application/xhtml+xml" }
        let html = weight { $0 == "text/html" || $0 == "application/xhtml+xml" || $0 == "text/*" }
        switch (json, html) {
        case (let json?, let html?): return json > html ? .json : .html
        case (let json?, nil): return json > 0 ? .json : .html
        case (nil, .some): return .html
        case (nil, nil): return isProgram ? .json : .html
        }
    }

    /// Chinese unless English weighs more.
    static func language(_ header: String?) -> Language {
        let weights = weights(header)
        func weight(_ prefix: String) -> Double { weights.filter { $0.name == prefix || $0.name.hasPrefix(prefix + "-") }.map(\.weight).max() ?? 0 }
        return weight("en") > weight("zh") ? .en : .zh
    }

    static func takesGzip(_ header: String?) -> Bool {
        let weights = weights(header)
        return (weights.first { $0.name == "gzip" } ?? weights.first { $0.name == "*" }).map { $0.weight > 0 } ?? false
    }
}
