#if Account
    import ArgumentParser
    import Engine
    import Reports

    #if canImport(Glibc)
        import Glibc
    #else
        import Darwin
    #endif

    @main
    struct ProvisoAccount: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            // People know the commands by the program that starts this one.
            commandName: "proviso", abstract: "What Proviso does with live accounts.",
            subcommands: [CollectCommand.self, AuditCommand.self, HistoryCommand.self])

        static func main() async {
            signal(SIGPIPE, SIG_IGN)
            do {
                var command = try parseAsRoot()
                if var command = command as? any AsyncParsableCommand {
                    try await command.run()
                } else {
                    try command.run()
                }
            } catch let code as ExitCode {
                end(code.rawValue)
            } catch {
                let isClean = exitCode(for: error) == .success
                let sink = isClean ? DescriptorSink.standardOutput : DescriptorSink.standardError
                var text = fullMessage(for: error) + "\n"
                text.withUTF8 { try? sink.write(UnsafeRawBufferPointer($0)) }
                end(isClean ? ExitStatus.clean.rawValue : ExitStatus.notJudged.rawValue)
            }
        }
    }

    /// Inside the command, `exit` is one of its own methods.
    private func end(_ code: Int32) -> Never { exit(code) }
#else
    #if canImport(Glibc)
        import Glibc
    #else
        import Darwin
    #endif

    /// What stands in the place of the program where it was built without what live accounts need.
    @main
    struct ProvisoAccount {
        static func main() {
            let text = """
                error: this program was built without access to accounts
                help:  build it with `swift build -c release --traits Account --product proviso-account`

                """
            _ = write(STDERR_FILENO, text, text.utf8.count)
            exit(2)
        }
    }
#endif
