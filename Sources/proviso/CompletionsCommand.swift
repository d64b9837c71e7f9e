import ArgumentParser

/// `proviso completions`: the script by which a shell completes command lines.
struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions", abstract: "Print the script with which a shell completes command lines.",
        discussion: """
            bash: proviso completions bash > /etc/bash_completion.d/proviso
            zsh: proviso completions zsh > "${fpath[1]}/_proviso"
            fish: proviso completions fish > ~/.config/fish/completions/proviso.fish
            """)

    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash, zsh, fish

        var completionShell: CompletionShell {
            switch self {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        }
    }

    @Argument(help: "The shell: bash, zsh or fish.")
    var shell: Shell

    func run() throws { try Console(color: .never).write(Proviso.completionScript(for: shell.completionShell) + "\n") }
}
