import Documents
import Resources

/// The functions that read lists.
enum ListFunctions {
    static func select(_ call: Intrinsic, _ evaluation: Evaluation) throws(Undetermined) -> Resolution {
        let arguments = call.elements
        guard arguments.count == 2 else { throw Undetermined("needs an index and a list") }
        guard let index = Int(try evaluation.text(of: arguments[0])) else { throw Undetermined("needs an index") }
        let elements = try evaluation.list(try evaluation.value(of: arguments[1]))
        guard elements.indices.contains(index) else { throw Undetermined("the list has no element \(index)") }
        return try evaluation.value(of: elements[index])
    }

    static func length(_ call: Intrinsic, _ evaluation: Evaluation) throws(Undetermined) -> Resolution {
        let elements = try evaluation.list(try evaluation.argument(of: call))
        return .value(DerivedDocument.integer(elements.count, for: call.argument))
    }
}
