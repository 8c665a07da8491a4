// swift-tools-version:6.1
import PackageDescription

/// A benchmark and the targets of the house that it measures.
func benchmark(_ name: String, of targets: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name, dependencies: targets + [.product(name: "Benchmark", package: "benchmark")],
        path: "Benchmarks/\(name)", plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
}

// A package of its own, so that building and testing the program never builds these. `Sources` is a link to those of the
// house, as what is `package` there can be seen from within one package only.
let package = Package(
    name: "martlet-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        .target(name: "CUTF8Proc", linkerSettings: [.linkedLibrary("utf8proc")]),
        .target(name: "IMAPWire"),
        .target(name: "MailModel"),
        .systemLibrary(name: "CLibXML2System", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .target(name: "CLibXML2", dependencies: ["CLibXML2System"]),
        .systemLibrary(name: "CGMimeSystem", pkgConfig: "gmime-3.0", providers: [.apt(["libgmime-3.0-dev"])]),
        .target(name: "CGMime", dependencies: ["CGMimeSystem"]),
        .target(name: "MessageContent", dependencies: ["MailModel", "CGMime", "CLibXML2"]),
        .target(name: "Screen", dependencies: ["CUTF8Proc"]),
        .target(name: "Reader", dependencies: ["Screen", "MailModel"]),
        .target(name: "MailStore", dependencies: ["MailModel", .product(name: "GRDB", package: "GRDB.swift")]),
        benchmark("IMAPWireBenchmarks", of: ["IMAPWire"]),
        benchmark("MessageContentBenchmarks", of: ["MessageContent", "MailModel"]),
        benchmark("MailStoreBenchmarks", of: ["MailStore", "MailModel"]),
        benchmark("KeyToFrameBenchmarks", of: ["Reader", "Screen", "MailStore", "MailModel"]),
        benchmark("ReaderBenchmarks", of: ["Reader", "Screen", "MailModel"]),
    ],
    swiftLanguageModes: [.v6]
)
