import Foundation
import PackagePlugin

/// Runs `embed-policies` over the packs under `Policies/` whenever one of them changes.
@main
struct EmbedPoliciesPlugin: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let folder = context.package.directoryURL.appending(path: "Policies")
        let packs = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "yaml" && !$0.lastPathComponent.hasSuffix(".test.yaml") }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
        let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedPacks.swift")
        return [
            .buildCommand(
                displayName: "Embedding the built-in policy packs",
                executable: try context.tool(named: "embed-policies").url,
                arguments: [output.path] + packs.map(\.path),
                inputFiles: packs, outputFiles: [output])
        ]
    }
}
