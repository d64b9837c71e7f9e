/// A kind of resource that one authorisation of an action is about.
///
/// The ARN is taken apart: region and account are variables that condition keys share, what follows them is a variable
/// of its own. Parts that the form of the ARN fixes are constants.
struct ResourceTarget {
    enum Part {
        case constant(String)
        case variable(Int)
    }

    /// The first five parts; empty for an action that names no resource, whose resource is `*`.
    let head: [Part]
    /// What follows the fifth colon; nil for `*`.
    let rest: Int?
    /// True if no ARN of this resource holds more than five colons.
    let hasFiveColons: Bool

    /// The form of the ARNs of one resource type.
    struct Form: Hashable {
        var parts: [String]
        var rest: String

        init?(arn: String, partition: String) {
            let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 6 else { return nil }
            self.parts = [parts[0], parts[1] == "${Partition}" ? partition : parts[1]] + parts[2..<5]
            rest = parts[5]
        }
    }

    /// What an ARN's last part can look like. A name holds at least one character, and no colon where `isColonFree`.
    static func glob(ofForm form: String, isColonFree: Bool) -> Glob {
        var glob = Glob(tokens: [])
        var text = form[...]
        while let character = text.first {
            if text.hasPrefix("${"), let end = text.firstIndex(of: "}") {
                glob.append(Glob.Token(isColonFree ? .anyButColon : .any))
                glob.append(Glob.Token(isColonFree ? .starWithoutColon : .star))
                text = text[text.index(after: end)...]
            } else {
                // Some forms end in a star for any further text.
                for scalar in character.unicodeScalars {
                    if scalar == "*" {
                        glob.append(Glob.Token(.star))
                    } else {
                        glob.append(scalar, ignoringCase: false)
                    }
                }
                text = text.dropFirst()
            }
        }
        return glob
    }

    /// A last part as it could be, with a plain name for each placeholder.
    static func example(ofForm form: String) -> String {
        var result = ""
        var text = form[...]
        while let character = text.first {
            if text.hasPrefix("${"), let end = text.firstIndex(of: "}") {
                result += "example"
                text = text[text.index(after: end)...]
            } else {
                result.append(character)
                text = text.dropFirst()
            }
        }
        return result
    }
}

extension ResourceTarget {
    /// A way in which a pattern can match: something about the first five parts, and a pattern for the rest.
    struct Case {
        var head: Formula
        var rest: Glob
    }

    /// The formula that one of several patterns of `Resource` matches this resource.
    func formula(_ globs: [Glob], in vocabulary: Vocabulary) -> Formula {
        if globs.contains(where: \.matchesEverything) { return .yes }
        guard let rest else { return .constant(globs.contains { $0.matches("*") }) }
        var byHead: [Int32: (head: Formula, globs: [Glob])] = [:]
        var others: [Formula] = []
        for one in globs.flatMap({ cases($0.tokens[...], part: 0, in: vocabulary) }) {
            switch one.head {
            case .constant(true): byHead[-1, default: (.yes, [])].globs.append(one.rest)
            case .literal(let literal): byHead[literal.code, default: (one.head, [])].globs.append(one.rest)
            default: others.append(one.head && vocabulary.within(rest, .text([one.rest])))
            }
        }
        return Formula.or(
            byHead.sorted { $0.key < $1.key }.map { $0.value.head && vocabulary.within(rest, .text($0.value.globs)) }
                + others)
    }

    /// Splits the pattern at every place where the colon after a part may lie.
    private func cases(_ tokens: ArraySlice<Glob.Token>, part: Int, in vocabulary: Vocabulary) -> [Case] {
        guard part < head.count else { return [Case(head: .yes, rest: Glob(tokens: Array(tokens)))] }
        var result: [Case] = []
        for (index, token) in zip(tokens.indices, tokens) {
            let split: (end: Int, next: Int)?
            switch token.kind {
            case .literal where token.scalar == 0x3A: split = (index, index + 1)
            // A run that crosses colons stands on both sides of this one.
            case .star: split = (index + 1, index)
            case .any: split = (index, index + 1)
            default: split = nil
            }
            if let split {
                let own = matches(
                    Glob(tokens: Array(tokens[tokens.startIndex..<split.end])), part: part, in: vocabulary)
                if !own.isFalse {
                    result += cases(tokens[split.next...], part: part + 1, in: vocabulary)
                        .map { Case(head: own && $0.head, rest: $0.rest) }
                }
            }
            if token.kind == .literal, token.scalar == 0x3A { break }
        }
        return result
    }

    private func matches(_ glob: Glob, part: Int, in vocabulary: Vocabulary) -> Formula {
        switch head[part] {
        case .constant(let text): .constant(glob.matches(text))
        case .variable(let variable): vocabulary.within(variable, .text([glob]))
        }
    }

    /// The ARN that a model gives this resource.
    func arn(_ value: (Int) -> String) -> String {
        guard let rest else { return "*" }
        let parts = head.map { part in
            switch part {
            case .constant(let text): text
            case .variable(let variable): value(variable)
            }
        }
        return (parts + [value(rest)]).joined(separator: ":")
    }
}
