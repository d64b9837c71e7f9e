extension Library {
    /// URLs: `url('https://example.com:80/path').getHost()`.
    ///
    /// The overloads are those of the library of Kubernetes.
    public static let url = Library(
        name: "url",
        functions: [
            Function("url") { [.global("string_to_url", [.string], urlType, .unary(URLFunctions.url))] },
            Function("isURL") { [.global("is_url_string", [.string], .bool, .unary(URLFunctions.isURL))] },
            Function("getScheme") {
                [.member("url_get_scheme", [urlType], .string, .unary(URLFunctions.scheme))]
            },
            part("getHost", "url_get_host") { $0.host },
            part("getHostname", "url_get_hostname") { $0.hostname },
            part("getPort", "url_get_port") { $0.port },
            Function("getEscapedPath") {
                [.member("url_get_escaped_path", [urlType], .string, .unary(URLFunctions.escapedPath))]
            },
            Function("getQuery") {
                [
                    .member(
                        "url_get_query", [urlType], .map(.string, .list(.string)), .unary(URLFunctions.query))
                ]
            },
        ])

    private static let urlType = CELType.opaque("\(OpaqueKind.url.typeName)", [])

    /// A part of the text as it stands there.
    private static func part(
        _ name: String, _ id: String, _ range: @escaping @Sendable (URLReference) -> Range<Int>
    ) -> Function {
        Function(name) {
            [
                .member(
                    id, [urlType], .string,
                    .unary { _, value in
                        guard let url = URLReference(value.text) else { return .error(.invalidArgument) }
                        return .string(Bytes(rebasing: url.text[range(url)]))
                    })
            ]
        }
    }
}

/// The functions of the `url` library. A URL is kept as its text, which is cheap to take apart again.
enum URLFunctions {
    /// More pairs than this in a query are not read.
    private static let pairLimit = 10_000

    @Sendable
    static func url(_ frame: FramePointer, _ text: Val) -> Val {
        frame.charge(bytes: text.text.count)
        guard URLReference(text.text) != nil else {
            return frame.invalidConversion(of: text.text, "is not a URL: expected an absolute URI or an absolute path")
        }
        return Val(kind: .opaque, bits: text.bits, count: text.count, detail: OpaqueKind.url.rawValue)
    }

    @Sendable
    static func isURL(_ frame: FramePointer, _ text: Val) -> Val {
        frame.charge(bytes: text.text.count)
        return .bool(URLReference(text.text) != nil)
    }

    @Sendable
    static func scheme(_ frame: FramePointer, _ value: Val) -> Val {
        guard let url = URLReference(value.text) else { return .error(.invalidArgument) }
        return StringFunctions.lowerAscii(frame, .string(Bytes(rebasing: url.text[url.scheme])))
    }

    @Sendable
    static func escapedPath(_ frame: FramePointer, _ value: Val) -> Val {
        frame.charge(bytes: value.text.count)
        guard let url = URLReference(value.text) else { return .error(.invalidArgument) }
        return frame.string { $0.append(escapedPathOf: url) }
    }

    /// The values of each key, in the order in which keys first occur. Malformed pairs are left out.
    @Sendable
    static func query(_ frame: FramePointer, _ value: Val) -> Val {
        frame.charge(bytes: value.text.count)
        guard let url = URLReference(value.text) else { return .error(.invalidArgument) }
        var groups: [(key: Val, values: [Val])] = []
        var indexes: [[UInt8]: Int] = [:]
        let pairs = url.text[url.query].split(
            separator: UInt8(ascii: "&"), maxSplits: pairLimit, omittingEmptySubsequences: true)
        for pair in pairs.prefix(pairLimit) where !pair.contains(UInt8(ascii: ";")) {
            guard frame.charge(4) else { return .error(.stepBudget) }
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let key = unescaped(frame, parts[0]) else { continue }
            guard let content = parts.count > 1 ? unescaped(frame, parts[1]) : .string("") else { continue }
            if let index = indexes[Array(key.text)] {
                groups[index].values.append(content)
            } else {
                indexes[Array(key.text)] = groups.count
                groups.append((key, [content]))
            }
        }
        return frame.map(entries: groups.flatMap { [$0.key, frame.list(copying: $0.values)] })
    }

    /// Nil if an escape is malformed or the result is no UTF-8.
    private static func unescaped(_ frame: FramePointer, _ part: Slice<Bytes>) -> Val? {
        guard URLReference.hasValidEscapes(part) else { return nil }
        let text = frame.string { $0.append(unescaping: part, plusIsSpace: true) }
        return text.kind == .string && CodePoints.areValid(text.text) ? text : nil
    }
}
