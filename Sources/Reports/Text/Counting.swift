import Policies

/// Numbers with their nouns.
enum Counting {
    /// `1 file`, `2 files`.
    static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    /// `1 critical, 2 high`: the severities that occur, the gravest first.
    static func list(_ severities: [Severity]) -> String {
        Severity.allCases.sorted(by: >).compactMap { severity in
            let count = severities.count { $0 == severity }
            return count == 0 ? nil : "\(count) \(severity.rawValue)"
        }.joined(separator: ", ")
    }
}

extension Sequence {
    /// The elements in groups, groups in the order of their first element.
    func grouped<Key: Hashable>(by key: (Element) -> Key) -> [(key: Key, elements: [Element])] {
        var places: [Key: Int] = [:]
        var groups: [(key: Key, elements: [Element])] = []
        for element in self {
            let key = key(element)
            if let place = places[key] {
                groups[place].elements.append(element)
            } else {
                places[key] = groups.count
                groups.append((key, [element]))
            }
        }
        return groups
    }
}
