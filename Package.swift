// swift-tools-version:6.2
import PackageDescription

// scripts/test asks for warnings as errors. A person who only builds to read mail, maybe with a newer compiler that
// knows new warnings, is not stopped by them.
let strict: [SwiftSetting] = Context.environment["MARTLET_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)]

let package = Package(
    name: "martlet",
    products: [
        .executable(name: "martlet", targets: ["martlet"]),
        .library(name: "IMAPWire", targets: ["IMAPWire"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto", "3.12.3"..<"5.0.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    ],
    targets: [
        // C libraries.
        .target(name: "CNcurses", linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
        .target(name: "CUTF8Proc", linkerSettings: [.linkedLibrary("utf8proc")]),
        .target(name: "CMalloc"),
        .target(name: "CZlib", linkerSettings: [.linkedLibrary("z")]),
        .systemLibrary(name: "CLibXML2System", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .target(name: "CLibXML2", dependencies: ["CLibXML2System"]),
        .systemLibrary(name: "CGMimeSystem", pkgConfig: "gmime-3.0", providers: [.apt(["libgmime-3.0-dev"])]),
        .target(name: "CGMime", dependencies: ["CGMimeSystem"]),
        .systemLibrary(name: "CGPGMESystem", pkgConfig: "gpgme", providers: [.apt(["libgpgme-dev"])]),
        .target(name: "CGPGME", dependencies: ["CGPGMESystem"]),

        // The house, from the bottom up: see ARCHITECTURE.md.
        .target(name: "MailModel"),
        .target(name: "Screen", dependencies: ["CUTF8Proc"]),
        .target(name: "Terminal", dependencies: ["Screen", "CNcurses"]),
        .target(name: "MessageContent", dependencies: ["MailModel", "CGMime", "CLibXML2"]),
        .target(name: "MailCrypto", dependencies: ["MessageContent", "MailModel", "CGPGME"]),
        .target(name: "IMAPWire"),
        .target(
            name: "IMAPClient",
            dependencies: [
                "IMAPWire", "MailModel", "CZlib",
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "Crypto", package: "swift-crypto"),
            ]),
        .target(
            name: "MailStore",
            dependencies: ["MailModel", .product(name: "GRDB", package: "GRDB.swift")]),
        .target(name: "MailSync", dependencies: ["IMAPClient", "MailStore", "MessageContent", "MailModel"]),
        .target(name: "Reader", dependencies: ["Screen", "MailModel"]),
        .target(
            name: "ReaderRuntime",
            dependencies: [
                "Reader", "Screen", "MailStore", "MailSync", "MailCrypto", "MessageContent", "MailModel",
                .product(name: "TOMLKit", package: "TOMLKit"),
            ]),
        .target(
            name: "DemoServer",
            dependencies: [
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        .executableTarget(
            name: "martlet",
            dependencies: [
                "ReaderRuntime", "Reader", "Screen", "Terminal", "MailSync", "MailStore", "MailCrypto",
                "MessageContent", "MailModel", "IMAPClient", "IMAPWire", "DemoServer", "CMalloc",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ]),

        // Tests.
        .target(
            name: "TestSupport",
            dependencies: [
                "Screen", "CZlib",
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        .testTarget(name: "HouseTests"),
        .testTarget(name: "MailModelTests", dependencies: ["MailModel"]),
        .testTarget(name: "ScreenTests", dependencies: ["Screen", "TestSupport"]),
        .testTarget(name: "TerminalTests", dependencies: ["Terminal", "Screen", "Reader", "MailModel"]),
        .testTarget(
            name: "MessageContentTests",
            dependencies: ["MessageContent", "MailModel", "Reader", "Screen", "TestSupport"],
            exclude: ["Samples", "Screens"]),
        .testTarget(
            name: "MailCryptoTests",
            dependencies: ["MailCrypto", "MessageContent", "MailModel", "Reader", "Screen", "TestSupport"]),
        .testTarget(
            name: "IMAPWireTests",
            dependencies: ["IMAPWire", "MessageContent", .product(name: "Crypto", package: "swift-crypto")]),
        .testTarget(
            name: "IMAPClientTests",
            dependencies: [
                "IMAPClient", "IMAPWire", "MailModel", "TestSupport",
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
            ]),
        .testTarget(name: "MailStoreTests", dependencies: ["MailStore", "MailModel"]),
        .testTarget(
            name: "MailSyncTests",
            dependencies: [
                "MailSync", "MailStore", "IMAPClient", "MessageContent", "MailModel", "DemoServer", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(
            name: "ReaderTests", dependencies: ["Reader", "Screen", "MailModel", "TestSupport"], exclude: ["Screens"]),
        .testTarget(
            name: "ReaderRuntimeTests",
            dependencies: [
                "ReaderRuntime", "Reader", "Screen", "MailStore", "MailSync", "MailCrypto", "MessageContent",
                "MailModel",
                "DemoServer", "TestSupport",
            ]),
        .testTarget(name: "DemoServerTests", dependencies: ["DemoServer", "TestSupport"]),
        .testTarget(
            name: "MartletTests",
            dependencies: [
                "martlet", "DemoServer", "MailStore", "MailModel", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + strict
}
