import Documents
import Resources

/// What `samconfig.toml` or `samconfig.yaml` says about deployments: `parameter_overrides`, `tags`, `region` and
/// `stack_name` of each environment.
enum SAMConfiguration {
    /// Commands whose settings count, the weakest first.
    private static let commands = ["global", "deploy"]

    /// Whether a mapping is such a configuration rather than a mapping of parameters.
    static func isLikely(_ root: NodeView) -> Bool {
        root.kind == .map
            && root.children.contains { environment in
                environment.kind == .map
                    && environment.children.contains { commands.contains($0.key) && $0["parameters"] != nil }
            }
    }

    /// The settings of a configuration in YAML.
    static func settings(in root: NodeView) -> [SAMSetting] {
        var settings: [SAMSetting] = []
        for environment in root.children where environment.kind == .map {
            for command in environment.children {
                guard let parameters = command["parameters"], parameters.kind == .map else { continue }
                for setting in parameters.children {
                    settings.append(
                        SAMSetting(
                            path: [environment.key, command.key, "parameters", setting.key], texts: texts(in: setting),
                            range: setting.range, source: root.document.source))
                }
            }
        }
        return settings
    }

    private static func texts(in node: NodeView) -> [String] {
        switch node.kind {
        case .list: node.children.compactMap(\.text)
        case .map: node.children.map { "\($0.key)=\($0.text ?? "")" }
        default: [node.text ?? ""]
        }
    }

    /// One deployment for each environment that sets anything of interest.
    static func deployments(in settings: [SAMSetting]) throws(Diagnostic) -> [Deployment] {
        var names: [String] = []
        var deployments: [String: Deployment] = [:]
        let relevant = settings.filter { $0.path.count == 4 && commands.contains($0.path[1]) }
        for setting in relevant where deployments[setting.path[0]] == nil {
            let name = setting.path[0]
            names.append(name)
            deployments[name] = Deployment(name: "\(setting.source.name)#\(name)", source: setting.source)
        }
        for command in commands {
            for setting in relevant where setting.path[1] == command {
                let name = setting.path[0]
                if var deployment = deployments[name] {
                    try apply(setting, to: &deployment)
                    deployments[name] = deployment
                }
            }
        }
        return names.compactMap { deployments[$0] }
    }

    private static func apply(_ setting: SAMSetting, to deployment: inout Deployment) throws(Diagnostic) {
        switch setting.path[3] {
        case "parameter_overrides":
            for (key, value) in try pairs(in: setting) {
                deployment.parameters[key] = Deployment.Value(node: node(value, setting), place: setting.range)
            }
        case "tags":
            for (key, value) in try pairs(in: setting) {
                deployment.tags.append(Tag(key: nil, keyText: key, value: node(value, setting)))
            }
        case "region": deployment.region = setting.texts.first
        case "stack_name": deployment.stackName = setting.texts.first
        default: break
        }
    }

    private static func node(_ text: String, _ setting: SAMSetting) -> NodeView {
        DerivedDocument.text(text, at: setting.range, of: setting.source)
    }

    /// `Env=prod Size="very big"`, or `ParameterKey=Env,ParameterValue=prod`.
    private static func pairs(in setting: SAMSetting) throws(Diagnostic) -> [(String, String)] {
        var pairs: [(String, String)] = []
        for word in setting.texts.flatMap(words(of:)) {
            var parts = split(word)
            if parts?.key == "ParameterKey", let rest = parts?.value {
                let pieces = rest.split(separator: ",", maxSplits: 1).map(String.init)
                parts = pieces.count == 2 ? split(pieces[1]).map { (pieces[0], $0.value) } : nil
            }
            guard let parts else {
                throw Diagnostic(in: setting.source, at: setting.range, "expected `name=value`, not `\(word)`")
            }
            pairs.append((parts.key, parts.value))
        }
        return pairs
    }

    private static func split(_ word: String) -> (key: String, value: String)? {
        guard let equals = word.firstIndex(of: "="), equals != word.startIndex else { return nil }
        return (String(word[..<equals]), String(word[word.index(after: equals)...]))
    }

    /// The words of a text, as a shell would take them apart.
    private static func words(of text: String) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var isEscaped = false
        for character in text {
            if isEscaped {
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == quote {
                quote = nil
            } else if quote == nil, character == "\"" || character == "'" {
                quote = character
                word = word ?? ""
            } else if quote == nil, character.isWhitespace {
                if let ended = word { words.append(ended) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        return words + [word].compactMap(\.self)
    }
}
