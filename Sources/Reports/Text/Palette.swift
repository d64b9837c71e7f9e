import Policies

/// The few styles of text output, as ANSI sequences that every terminal knows.
enum Style: String {
    case plain = ""
    case strong = "1"
    case faint = "2"
    case red = "1;31"
    case yellow = "1;33"
    case green = "1;32"
    case blue = "1;34"
    case cyan = "1;36"
    case magenta = "1;35"

    init(_ severity: Severity) {
        switch severity {
        case .critical: self = .magenta
        case .high: self = .red
        case .medium: self = .yellow
        case .low: self = .blue
        case .info: self = .cyan
        }
    }
}

/// Applies styles, or leaves text as it is.
struct Palette {
    let mode: ColorMode

    func paint(_ text: String, _ style: Style) -> String {
        guard mode == .always, style != .plain, !text.isEmpty else { return text }
        return start(style) + text + end
    }

    /// What switches a style on.
    func start(_ style: Style) -> String { "\u{1B}[\(style.rawValue)m" }

    /// What switches styles off.
    var end: String { "\u{1B}[0m" }
}
