import Documents

/// The address of a resource, such as `module.team["a.b"].aws_sagemaker_model.main[0]`.
package struct TerraformAddress: Equatable {
    /// The instances of modules on the way, as written: `module.team["a.b"]`; empty in the root module.
    package var module: Substring
    /// The type and the name without an index: `aws_sagemaker_model.main`.
    package var base: Substring
    /// The index with its brackets; empty when there is none.
    package var index: Substring

    /// Reads an address, or a reference that begins with one. Nil for what names no resource.
    package init?(_ text: Substring) {
        var copy = String(text)
        guard let ranges = copy.withUTF8({ AddressRanges(UnsafeRawBufferPointer($0)) }) else { return nil }
        func part(_ range: Range<Int>) -> Substring {
            let start = copy.utf8.index(copy.startIndex, offsetBy: range.lowerBound)
            return copy[start..<copy.utf8.index(start, offsetBy: range.count)]
        }
        module = part(ranges.module)
        base = part(ranges.base)
        index = part(ranges.index)
    }
}

/// Where the parts of an address lie in its bytes, or those of a reference that begins with an address.
struct AddressRanges {
    /// The instances of modules on the way; empty in the root module.
    let module: Range<Int>
    /// The type and the name without an index.
    let base: Range<Int>
    /// The index with its brackets; empty when there is none.
    let index: Range<Int>
    /// What follows: the path of an attribute.
    let attribute: Range<Int>
    /// Whether the address is that of something read, not managed.
    let isData: Bool

    /// Nil for what names no resource.
    init?(_ text: UnsafeRawBufferPointer) {
        var step = AddressStep(of: text, from: 0)
        var module = 0..<0
        while step.spells("module", in: text), let name = step.next(in: text) {
            module = 0..<name.end
            guard let next = name.next(in: text) else { return nil }
            step = next
        }
        self.module = module
        isData = step.spells("data", in: text)
        if isData {
            guard let next = step.next(in: text) else { return nil }
            step = next
        }
        guard let name = step.next(in: text) else { return nil }
        base = step.start..<name.bracket
        index = name.bracket..<name.end
        attribute = name.next(in: text).map { $0.start..<text.count } ?? name.end..<name.end
    }
}

/// A piece of an address or of a reference between dots that stand outside of brackets.
struct AddressStep {
    let start: Int
    /// Where its index begins; its end when it has none.
    let bracket: Int
    let end: Int

    init(of text: UnsafeRawBufferPointer, from start: Int) {
        self.start = start
        var offset = start
        var bracket: Int?
        var depth = 0
        var isQuoted = false
        while offset < text.count {
            // Small letters and the underscore, which nearly all are, come behind everything that means something.
            guard text[offset] <= UInt8(ascii: "]") else {
                offset &+= 1
                continue
            }
            switch text[offset] {
            case UInt8(ascii: "\\") where isQuoted: offset += 1
            case UInt8(ascii: "\""): isQuoted.toggle()
            case _ where isQuoted: break
            case UInt8(ascii: "["):
                bracket = bracket ?? offset
                depth += 1
            case UInt8(ascii: "]"): depth = max(0, depth - 1)
            case UInt8(ascii: ".") where depth == 0:
                end = offset
                self.bracket = bracket ?? offset
                return
            default: break
            }
            offset += 1
        }
        end = text.count
        self.bracket = bracket ?? text.count
    }

    /// The step behind the dot at the end; nil for the last one.
    func next(in text: UnsafeRawBufferPointer) -> AddressStep? {
        end < text.count ? AddressStep(of: text, from: end + 1) : nil
    }

    /// Without its index.
    var name: Range<Int> { start..<bracket }

    func spells(_ word: StaticString, in text: UnsafeRawBufferPointer) -> Bool {
        UnsafeRawBufferPointer(rebasing: text[start..<end]).spells(word)
    }
}
