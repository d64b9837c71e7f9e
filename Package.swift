// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "proviso",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "proviso", targets: ["proviso"]),
        .executable(name: "proviso-account", targets: ["proviso-account"]),
        .library(name: "Documents", targets: ["Documents"]),
        .library(name: "YAML", targets: ["YAML"]),
        .library(name: "HCL", targets: ["HCL"]),
        .library(name: "CEL", targets: ["CEL"]),
        .library(name: "IAM", targets: ["IAM"]),
        .library(name: "Accounts", targets: ["Accounts"]),
        .library(name: "Engine", targets: ["Engine", "Policies", "Reports"]),
    ],
    traits: [
        .trait(name: "Account", description: "Live accounts: `proviso-account` and what it needs beside `proviso`."),
        .default(enabledTraits: []),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
        .target(name: "CByteScan"),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .target(
            name: "CRE2",
            linkerSettings: [
                .linkedLibrary("re2"),
                .linkedLibrary("stdc++", .when(platforms: [.linux])),
                .linkedLibrary("c++", .when(platforms: [.macOS])),
            ]),
        .target(name: "Documents", dependencies: ["CByteScan", "CZlib"], swiftSettings: strict),
        .target(name: "YAML", dependencies: ["CLibYAML", "Documents"], swiftSettings: strict),
        .target(name: "HCL", dependencies: ["Documents"], swiftSettings: strict),
        .target(name: "CEL", dependencies: ["CRE2", "Documents"], swiftSettings: strict),
        .target(name: "IAM", dependencies: ["Documents"], swiftSettings: strict),
        .target(name: "Resources", dependencies: ["CEL", "Documents"], swiftSettings: strict),
        .target(
            name: "Readers", dependencies: ["CEL", "Documents", "HCL", "IAM", "Resources", "YAML"],
            swiftSettings: strict),
        .executableTarget(name: "embed-policies", path: "Sources/EmbedPolicies"),
        .plugin(
            name: "EmbedPolicies", capability: .buildTool(), dependencies: ["embed-policies"],
            path: "Sources/EmbedPoliciesPlugin"),
        .target(
            name: "Policies", dependencies: ["CEL", "Documents", "IAM", "Resources", "YAML"], swiftSettings: strict,
            plugins: ["EmbedPolicies"]),
        .target(
            name: "Engine", dependencies: ["CEL", "Documents", "IAM", "Policies", "Readers", "Resources", "YAML"],
            swiftSettings: strict),
        .target(name: "Reports", dependencies: ["CEL", "Documents", "Engine"], swiftSettings: strict),
        .target(
            name: "AccessQuestions",
            dependencies: ["Documents", "Engine", "IAM", "Policies", "Readers", "Reports", "Resources", "YAML"],
            swiftSettings: strict),
        .target(
            name: "Usage", dependencies: ["Documents", "Engine", "Policies", "Readers", "Reports", "Resources"],
            swiftSettings: strict),
        .target(
            name: "PolicyAuthoring",
            dependencies: ["CEL", "Documents", "Engine", "Policies", "Readers", "Reports", "Resources", "YAML"],
            swiftSettings: strict),
        .target(name: "Accounts", dependencies: ["CZlib", "Documents", "Resources"], swiftSettings: strict),
        .target(
            name: "History",
            dependencies: [
                "Documents", .product(name: "GRDB", package: "GRDB.swift", condition: .when(traits: ["Account"])),
            ],
            swiftSettings: strict),
        .target(
            name: "Audits",
            dependencies: ["Accounts", "Documents", "Engine", "History", "Policies", "Reports", "Resources"],
            swiftSettings: strict),
        .target(
            name: "CommandOptions",
            dependencies: [
                "Documents", "Engine", "Policies",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "proviso-account",
            dependencies: [
                "Accounts", "Audits", "CommandOptions", "Documents", "Engine", "History", "Policies", "Reports",
                .product(
                    name: "ArgumentParser", package: "swift-argument-parser", condition: .when(traits: ["Account"])),
                .product(
                    name: "AsyncHTTPClient", package: "async-http-client", condition: .when(traits: ["Account"])),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "proviso",
            dependencies: [
                "AccessQuestions", "CommandOptions", "Documents", "Engine", "IAM", "Policies", "PolicyAuthoring",
                "Readers", "Reports",
                "Resources", "Usage",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .testTarget(name: "AccountsTests", dependencies: ["Accounts", "Documents", "IAM"], swiftSettings: strict),
        .testTarget(
            name: "AuditsTests",
            dependencies: ["Accounts", "Audits", "Documents", "Engine", "History", "Policies", "Reports"],
            swiftSettings: strict),
        .testTarget(
            name: "HistoryTests",
            dependencies: [
                "History", "Documents",
                .product(name: "GRDB", package: "GRDB.swift", condition: .when(traits: ["Account"])),
            ],
            swiftSettings: strict),
        .testTarget(name: "DocumentsTests", dependencies: ["Documents"], swiftSettings: strict),
        .testTarget(name: "YAMLTests", dependencies: ["YAML", "Documents"], swiftSettings: strict),
        .testTarget(name: "HCLTests", dependencies: ["HCL", "Documents"], swiftSettings: strict),
        .testTarget(name: "CELTests", dependencies: ["CEL", "Documents"], swiftSettings: strict),
        // Random policy sets; `make random` runs it as a program of its own, optimised.
        .executableTarget(
            name: "random-policies", dependencies: ["Documents", "IAM"], path: "Tests/RandomPolicies",
            swiftSettings: strict),
        .testTarget(name: "IAMTests", dependencies: ["IAM", "Documents", "random-policies"], swiftSettings: strict),
        .testTarget(
            name: "ProvisoIAMTests",
            dependencies: ["AccessQuestions", "Documents", "Engine", "IAM", "Reports", "Resources", "proviso"],
            swiftSettings: strict),
        .testTarget(name: "ResourcesTests", dependencies: ["Resources", "CEL", "Documents"], swiftSettings: strict),
        .testTarget(
            name: "ReadersTests", dependencies: ["Readers", "Resources", "Documents", "HCL", "YAML"],
            swiftSettings: strict),
        .testTarget(
            name: "PoliciesTests", dependencies: ["Policies", "CEL", "Documents", "Resources", "YAML"],
            swiftSettings: strict),
        .testTarget(
            name: "EngineTests",
            dependencies: ["Engine", "CEL", "Policies", "Readers", "Reports", "Resources", "Documents", "YAML"],
            swiftSettings: strict),
        .testTarget(
            name: "PolicyAuthoringTests",
            dependencies: ["PolicyAuthoring", "Documents", "Engine", "Policies", "Reports", "Resources"],
            swiftSettings: strict),
        .testTarget(
            name: "UsageTests", dependencies: ["Usage", "Documents", "Engine", "Policies", "Reports", "Resources"],
            swiftSettings: strict),
        .testTarget(name: "ProvisoTests", dependencies: ["proviso"], swiftSettings: strict),
        .testTarget(
            name: "ReportsTests", dependencies: ["Reports", "Engine", "Policies", "Documents"], exclude: ["Golden"],
            swiftSettings: strict),
    ]
)
