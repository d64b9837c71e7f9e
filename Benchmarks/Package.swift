// swift-tools-version: 6.1
import PackageDescription

// Apart from the main package, so that ordinary builds never see it:
//     swift run -c release --package-path Benchmarks cel-bench
let package = Package(
    name: "Benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "proviso", path: "..")],
    targets: [
        .target(name: "CReferenceCounts"),
        .target(name: "CYAMLEvents", linkerSettings: [.linkedLibrary("yaml")]),
        .executableTarget(
            name: "document-bench",
            dependencies: [
                "CYAMLEvents",
                .product(name: "Documents", package: "proviso"), .product(name: "YAML", package: "proviso"),
            ]),
        .executableTarget(
            name: "hcl-bench",
            dependencies: [
                .product(name: "Documents", package: "proviso"), .product(name: "HCL", package: "proviso"),
            ]),
        .executableTarget(
            name: "iam-bench",
            dependencies: [
                .product(name: "Documents", package: "proviso"), .product(name: "IAM", package: "proviso"),
            ]),
        .executableTarget(
            name: "cel-bench",
            dependencies: [
                "CReferenceCounts", .product(name: "CEL", package: "proviso"),
                .product(name: "Documents", package: "proviso"),
            ]),
    ]
)
