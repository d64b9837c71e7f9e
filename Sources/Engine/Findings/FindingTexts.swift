import Documents
import Readers
import Resources

/// What findings need of a text that they point into. It is made when the first of them needs it: a file without findings
/// never pays for it.
final class FindingText {
    let source: SourceText
    lazy var lines = LineTable(source, showsMembersOnly: InputReader.holdsSecrets(source))
    /// Reading the whole text for these takes longer than judging it.
    lazy var hashes = LineHash.hashes(of: source)
    private var name: String?

    init(_ source: SourceText) { self.source = source }

    /// The file as identities name it: the same wherever in the repository the program is started.
    func stableName(_ repository: RepositoryPaths?) -> String {
        let found = name ?? (repository ?? .current).stableName(of: source.name)
        name = found
        return found
    }
}

/// The texts that the findings of an input point into, each looked through once.
struct FindingTexts {
    private var texts: [Int: FindingText] = [:]

    subscript(source: SourceText) -> FindingText {
        mutating get {
            let key = Int(bitPattern: ObjectIdentifier(source))
            if let known = texts[key] { return known }
            let text = FindingText(source)
            texts[key] = text
            return text
        }
    }

    /// Where the modules are called in which a resource stands.
    mutating func related(_ calls: [ResourcePlace]) -> [RelatedPlace] {
        calls.map { call in
            RelatedPlace(role: .call, file: call.source.name, region: self[call.source].lines.region(of: call.range))
        }
    }
}
