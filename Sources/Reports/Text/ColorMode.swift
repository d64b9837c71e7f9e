/// Whether text is coloured.
public enum ColorMode: Sendable {
    case always, never

    /// What the user asks for with `--color`.
    public enum Option: String, CaseIterable, Sendable {
        case auto, always, never
    }

    /// Decides by the option, else by the habits of the field: `NO_COLOR` wins over `FORCE_COLOR` and
    /// `CLICOLOR_FORCE`, these over the terminal; `TERM=dumb`, `CLICOLOR=0` and anything that is no terminal get none.
    /// - SeeAlso: https://no-color.org, https://bixense.com/clicolors
    public static func resolve(option: Option, environment: [String: String], isTerminal: Bool) -> ColorMode {
        switch option {
        case .always: return .always
        case .never: return .never
        case .auto: break
        }
        if let value = environment["NO_COLOR"], !value.isEmpty { return .never }
        let forces = ["FORCE_COLOR", "CLICOLOR_FORCE"].compactMap { environment[$0] }.filter { !$0.isEmpty }
        if forces.contains(where: { $0 != "0" && $0 != "false" }) { return .always }
        let isRefused = !forces.isEmpty || environment["TERM"] == "dumb" || environment["CLICOLOR"] == "0"
        return isTerminal && !isRefused ? .always : .never
    }
}
