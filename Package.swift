// swift-tools-version: 6.2
import PackageDescription

// The import order is law: each target names only what it may import, and every build checks it
// (`--explicit-target-dependency-import-check error`). docs/architecture.md says why each arrow is there.

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")

func library(_ name: String, debian: String, pkgConfig: String? = nil) -> Target {
    .systemLibrary(name: name, path: "Sources/System/\(name)", pkgConfig: pkgConfig, providers: [.apt([debian])])
}

func room(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
    name: "yizhan",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "yizhan", targets: ["yizhan"])],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        // C libraries from Debian, each through a module map
        library("CPostgres", debian: "libpq-dev", pkgConfig: "libpq"),
        library("CCrypto", debian: "libssl-dev", pkgConfig: "libcrypto"),
        library("CArgon2", debian: "libargon2-dev", pkgConfig: "libargon2"),
        library("CQREncode", debian: "libqrencode-dev", pkgConfig: "libqrencode"),
        library("CXlsxWriter", debian: "libxlsxwriter-dev", pkgConfig: "xlsxwriter"),
        library("CCurl", debian: "libcurl4-openssl-dev", pkgConfig: "libcurl"),
        library("CZlib", debian: "zlib1g-dev", pkgConfig: "zlib"),
        library("CExpat", debian: "libexpat1-dev", pkgConfig: "expat"),
        library("CMinizip", debian: "libminizip-dev", pkgConfig: "minizip"),

        // two small languages
        room("Markup"),
        room("SQL"),

        // engines and tools, each the only importer of what it wraps
        room("SQLiteEngine", ["SQL", .product(name: "GRDB", package: "GRDB.swift")]),
        room("PostgresEngine", ["SQL", "CPostgres"]),
        room("Cryptography", ["CCrypto", "CArgon2"]),
        room("Papers", ["CQREncode", "CXlsxWriter"]),
        room("Tables", ["CExpat", "CMinizip", "CZlib"]),
        room("Delivery", ["CCurl"]),

        // the house
        room("Domain"),
        room("Matching"),
        room("ProgrammeText", ["Domain", "Yams"]),
        room("Services", ["Domain", "SQL", "Matching"]),
        room("Web", ["Services", "Domain", "Markup", "CZlib", hummingbird, httpTypes, logging, nioCore, nioHTTPTypes],
             resources: [.copy("Assets")]),
        .executableTarget(
            name: "yizhan",
            dependencies: [
                "Web", "Services", "Domain", "Matching", "ProgrammeText", "SQL", "SQLiteEngine", "PostgresEngine", "Cryptography", "Papers", "Tables", "Delivery",
                hummingbird, logging, lifecycle, .product(name: "UnixSignals", package: "swift-service-lifecycle"), .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        // tests
        .target(name: "Cluster", dependencies: ["SQL", "SQLiteEngine", "PostgresEngine"], path: "Tests/Cluster", swiftSettings: strict),
        tests("MarkupTests", ["Markup"]),
        tests("EngineTests", ["SQL", "SQLiteEngine", "PostgresEngine", "Cluster"]),
        tests("CryptographyTests", ["Cryptography"]),
        tests("PapersTests", ["Papers", "Domain"]),
        tests("TablesTests", ["Tables", "Papers"]),
        tests("DeliveryTests", ["Delivery"]),
        tests("DomainTests", ["Domain"]),
        tests("MatchingTests", ["Matching"]),
        tests("ProgrammeTests", ["Domain", "ProgrammeText"]),
        tests("ServicesTests", ["Services", "Domain", "Matching", "ProgrammeText", "SQL", "Cryptography", "Cluster"]),
        tests("WebTests", ["yizhan", "Web", "Services", "Domain", "ProgrammeText", "SQL", "Cryptography", "Papers", "Cluster", "Markup", hummingbird, httpTypes, logging, nioCore]),
    ]
)
