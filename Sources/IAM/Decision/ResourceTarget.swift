/// A kind of resource that one authorisation of an action is about.
///
/// The ARN is taken apart: region and account are variables that condition keys share, what follows them is a variable
/// of its own. Parts that the form of the ARN fixes are constants.
struct ResourceTarget {
    enum Part {
        case constant(String, characters: [UInt32])
        case variable(Int)
    }

    /// The first five parts; empty for an action that names no resource, whose resource is `*`.
    let head: [Part]
    /// What follows the fifth colon; nil for `*`.
    let rest: Int?
    /// The most colons that an ARN of this resource holds; nil if there is no limit.
    let colons: Int?
    /// The form of the last part, where there is only one.
    let form: Form?
    /// What the last part is like in requests that are known; nil where it may be anything of its forms.
    let usual: ValueSet?
    /// True if the resource's own policy must allow, whatever the principal's do.
    let isGoverned: Bool
    /// True if no ARN of this resource is documented whose account is not a number.
    let hasOwner: Bool
    /// True for a resource that the call makes.
    let isCreated: Bool

    /// What the ARNs of one or several resource types look like that differ only in their last part.
    struct Outline: Sendable {
        enum Part: Sendable {
            case constant(String, characters: [UInt32])
            case region
            case account
            case name(ValueSet, example: String)
        }

        let head: [Part]
        /// What can follow the fifth colon.
        let rest: ValueSet
        let examples: [String]
        /// See `ResourceTarget.usual`.
        let usual: ValueSet?
        let colons: Int?
        let form: Form?
        let isGoverned: Bool
        let hasOwner: Bool
        let isCreated: Bool

        /// Nil for no form at all.
        init?(_ forms: [Form], of action: ServiceAction) {
            guard let form = forms.first else { return nil }
            isGoverned = GoverningPolicy.of(action.prefix, lastPart: form.rest) != nil
            hasOwner = !forms.contains { $0.parts[4] == "*" || RequestFacts.isPublished($0) }
            isCreated = forms.allSatisfy { $0.isMade(by: action) }
            head = form.parts.enumerated().map { place, part in
                switch part {
                case "${Region}": .region
                case "${Account}", "${AccountId}": .account
                case "*" where place == 4: .account
                case "*": .name(.text([Glob(tokens: [Glob.Token(.starWithoutColon)])]), example: "us-east-1")
                case _ where part.utf8.contains(where: { $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: "*") }):
                    .name(
                        .text([ResourceTarget.glob(ofForm: part) { _ in .plain }]),
                        example: ResourceTarget.example(ofForm: part))
                default: .constant(part, characters: part.unicodeScalars.map(\.value))
                }
            }
            let globs = forms.map { $0.glob() }
            rest = .text(globs)
            examples = forms.map { ResourceTarget.example(ofForm: $0.usual ?? $0.rest) }
            let usualGlobs = forms.map { form in form.ending(in: form.usual ?? form.rest).glob(.usual) }
            usual = usualGlobs == globs ? nil : .text(usualGlobs)
            let counts = globs.map { glob in
                glob.tokens.contains { $0.kind != .literal && $0.accepts(0x3A) }
                    ? nil : 5 + glob.tokens.count { $0.kind == .literal && $0.scalar == 0x3A }
            }
            colons = counts.contains(nil) ? nil : counts.compactMap { $0 }.max()
            self.form = forms.count == 1 ? form : nil
        }
    }

    /// The form of the ARNs of one resource type.
    struct Form: Hashable {
        var parts: [String]
        var rest: String
        /// What the last part looks like in requests, where its form takes more than what is known to be asked.
        var usual: String?

        init?(arn: String, partition: String) {
            let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 6 else { return nil }
            self.parts = [parts[0], parts[1] == "${Partition}" ? partition : parts[1]] + parts[2..<5]
            rest = parts[5]
        }

        /// What the last part can look like; some names may be given.
        func glob(_ reading: ResourceNames.Reading = .possible, names: [String: String] = [:]) -> Glob {
            let known = RequestFacts.names(of: parts[2])
            guard !names.isEmpty else { return ResourceTarget.glob(ofForm: rest, reading) { known[$0] } }
            var glob = Glob(tokens: [])
            for part in FormPart.parts(of: rest) {
                if case .name(let name) = part, let text = names[name] {
                    for scalar in text.unicodeScalars { glob.append(scalar, ignoringCase: false) }
                } else {
                    for token in ResourceTarget.glob(ofForm: part.text, reading, { known[$0] }).tokens {
                        glob.append(token)
                    }
                }
            }
            return glob
        }

        /// The form with another last part.
        func ending(in rest: String, usual: String? = nil) -> Form {
            var copy = self
            copy.rest = rest
            copy.usual = usual
            return copy
        }

        /// True if an action such as `CreateModel` makes a resource of this form, `model/${ModelName}`.
        func isMade(by action: ServiceAction) -> Bool {
            guard action.name.hasPrefix("Create") else { return false }
            let kind = rest.prefix { $0 != "/" && $0 != ":" }.filter { $0 != "-" }
            return action.name.dropFirst("Create".count).asciiLowercased == String(kind).asciiLowercased
        }
    }

    /// What a part of an ARN can look like. A name holds at least one character.
    ///
    /// - Parameter contents: What stands for a placeholder of a name; `*` for a star.
    static func glob(
        ofForm form: String, _ reading: ResourceNames.Reading = .possible,
        _ contents: (String) -> ResourceNames.Contents
    ) -> Glob {
        var glob = Glob(tokens: [])
        for part in FormPart.parts(of: form) {
            switch part {
            case .name(let name): for token in contents(name).tokens(reading) { glob.append(token) }
            // Some forms end in a star for any further text.
            case .character("*"):
                for token in contents("*").tokens(.possible).suffix(1) { glob.append(token) }
            case .character(let scalar): glob.append(scalar, ignoringCase: false)
            }
        }
        return glob
    }

    /// A last part as it could be, with a plain name for each placeholder.
    static func example(ofForm form: String) -> String {
        var result = String.UnicodeScalarView()
        for part in FormPart.parts(of: form) {
            switch part {
            case .character(let scalar): result.append(scalar)
            case .name(let name): result.append(contentsOf: ResourceNames.example(of: name).unicodeScalars)
            }
        }
        return String(result)
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
                let own = matches(tokens[tokens.startIndex..<split.end], part: part, in: vocabulary)
                if !own.isFalse {
                    result += cases(tokens[split.next...], part: part + 1, in: vocabulary)
                        .map { Case(head: own && $0.head, rest: $0.rest) }
                }
            }
            if token.kind == .literal, token.scalar == 0x3A { break }
        }
        return result
    }

    private func matches(_ pattern: ArraySlice<Glob.Token>, part: Int, in vocabulary: Vocabulary) -> Formula {
        switch head[part] {
        case .constant(_, let characters): return .constant(Glob.matches(pattern, characters[...]))
        case .variable(let variable):
            // Between two colons there is no colon.
            if pattern.count == 1, let kind = pattern.first?.kind, kind == .star || kind == .starWithoutColon {
                return vocabulary.present(variable)
            }
            return vocabulary.within(variable, .text([Glob(tokens: Array(pattern))]))
        }
    }

    /// True if the account in the ARN is not fixed.
    var namesAccount: Bool {
        if head.count == 5, case .variable = head[4] { return true }
        return false
    }

    /// The ARN that a model gives this resource.
    func arn(_ value: (Int) -> String) -> String {
        guard let rest else { return "*" }
        let parts = head.map { part in
            switch part {
            case .constant(let text, _): text
            case .variable(let variable): value(variable)
            }
        }
        return (parts + [value(rest)]).joined(separator: ":")
    }
}
