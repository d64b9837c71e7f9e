// swift-tools-version: 6.1
import PackageDescription

// Apart from the main package, so that ordinary builds never see it. `make fuzz` builds it with the instrumentation of
// libFuzzer and runs each target for a bounded time; see Tests/Fuzz/README.md.
let package = Package(
    name: "Fuzz",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "proviso", path: "../..")],
    targets: [
        .target(
            name: "FuzzDriver", dependencies: [.product(name: "Documents", package: "proviso")],
            swiftSettings: [.enableUpcomingFeature("InternalImportsByDefault")]),
        .executableTarget(
            name: "fuzz-expressions",
            dependencies: [
                "FuzzDriver", .product(name: "CEL", package: "proviso"),
                .product(name: "Documents", package: "proviso"),
            ]),
        .executableTarget(
            name: "fuzz-documents",
            dependencies: [
                "FuzzDriver", .product(name: "Documents", package: "proviso"),
                .product(name: "YAML", package: "proviso"),
            ]),
        .executableTarget(
            name: "fuzz-terraform",
            dependencies: [
                "FuzzDriver", .product(name: "Documents", package: "proviso"),
                .product(name: "HCL", package: "proviso"),
            ]),
        .executableTarget(
            name: "fuzz-access",
            dependencies: [
                "FuzzDriver", .product(name: "Documents", package: "proviso"),
                .product(name: "IAM", package: "proviso"),
            ]),
        .executableTarget(
            name: "fuzz-answers",
            dependencies: [
                "FuzzDriver", .product(name: "Accounts", package: "proviso"),
                .product(name: "Documents", package: "proviso"),
            ]),
        .executableTarget(
            name: "fuzz-policies",
            dependencies: [
                "FuzzDriver", .product(name: "Documents", package: "proviso"),
                .product(name: "Engine", package: "proviso"),
            ]),
        .executableTarget(
            name: "fuzz-settings",
            dependencies: [
                "FuzzDriver", .product(name: "Documents", package: "proviso"),
                .product(name: "Engine", package: "proviso"),
            ]),
        .executableTarget(
            name: "fuzz-jobs",
            dependencies: [
                "FuzzDriver", .product(name: "Documents", package: "proviso"),
                .product(name: "Engine", package: "proviso"),
            ]),
        .executableTarget(
            name: "fuzz-check",
            dependencies: [
                "FuzzDriver", .product(name: "Documents", package: "proviso"),
                .product(name: "Engine", package: "proviso"),
            ]),
    ]
)
