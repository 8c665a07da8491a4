// swift-tools-version:6.1
import PackageDescription

// A package of its own, so that building and testing the program never builds these.
let package = Package(
    name: "martlet-benchmarks",
    platforms: [.macOS(.v13)],
    dependencies: [
        .package(name: "martlet", path: ".."),
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
    ],
    targets: [
        .executableTarget(
            name: "IMAPWireBenchmarks",
            dependencies: [
                .product(name: "IMAPWire", package: "martlet"),
                .product(name: "Benchmark", package: "benchmark"),
            ],
            path: "Benchmarks/IMAPWireBenchmarks",
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
    ],
    swiftLanguageModes: [.v6]
)
