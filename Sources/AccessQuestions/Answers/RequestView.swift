import IAM
import Reports

/// A request as answers show it.
struct RequestView {
    let request: Request

    init(_ request: Request) { self.request = request }

    func write(to page: inout AnswerPage) {
        page.fact("request", request.action)
        page.fact("resource", request.resource)
        let keys = request.context.keys
        page.list(
            "context",
            keys.isEmpty ? ["no condition key is needed"] : keys.map { "\($0) = \(shown(request.context[$0]))" })
    }

    /// The condition keys in one line, for a further authorisation of a call.
    var conditions: String {
        let pairs = request.context.keys.map { "\($0) = \(shown(request.context[$0]))" }
        return pairs.isEmpty ? "" : " with " + pairs.joined(separator: ", ")
    }

    private func shown(_ value: Request.Value?) -> String {
        switch value {
        case .one(let text): "\"\(text)\""
        case .several(let texts): "[" + texts.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
        case nil: ""
        }
    }

    func write(_ key: String?, to json: JSONWriter) {
        json.object(key) {
            json.member("action", request.action)
            json.member("resource", request.resource)
            json.object("context") {
                for key in request.context.keys {
                    switch request.context[key] {
                    case .one(let text): json.member(key, text)
                    case .several(let texts): json.member(key, texts)
                    case nil: break
                    }
                }
            }
        }
    }
}

extension AnswerPage {
    /// What a caller needs beside the permission that is shown.
    mutating func needs(_ notes: [String]) {
        let beginning = "the caller also needs "
        let needed = notes.filter { $0.hasPrefix(beginning) }.map { String($0.dropFirst(beginning.count)) }
        if !needed.isEmpty { fact("needs", "also " + needed.joined(separator: ", ")) }
        list("note", notes.filter { !$0.hasPrefix(beginning) })
    }
}
