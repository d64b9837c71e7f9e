extension DocumentLimits {
    package var tooDeep: String { "more than \(depth) lists and mappings lie inside each other" }
    package var tooManyNodes: String { "the file has more than \(nodes) values" }
    package var scalarTooLong: String { "the text that starts here has more than \(scalarLength) bytes" }
}
