import Documents
import Reports

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The terminal, or whatever stands in its place.
struct Console {
    let outputColor: ColorMode
    private let errorColor: ColorMode
    let width: Int

    init(color: ColorMode.Option) {
        let environment = Self.environment
        outputColor = .resolve(option: color, environment: environment, isTerminal: isatty(STDOUT_FILENO) == 1)
        errorColor = .resolve(option: color, environment: environment, isTerminal: isatty(STDERR_FILENO) == 1)
        var size = winsize()
        let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        width = isKnown ? min(max(Int(size.ws_col), 40), 120) : 80
    }

    /// Says something on standard error.
    func report(_ diagnostic: Diagnostic) {
        var text = DiagnosticRenderer(color: errorColor, width: width).render(diagnostic) + "\n"
        // Whoever cannot read standard error cannot be told so.
        text.withUTF8 { try? DescriptorSink.standardError.write(UnsafeRawBufferPointer($0)) }
    }

    private static var environment: [String: String] {
        let names = ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "TERM"]
        var values: [String: String] = [:]
        for name in names {
            if let value = getenv(name) { values[name] = String(cString: value) }
        }
        return values
    }
}
