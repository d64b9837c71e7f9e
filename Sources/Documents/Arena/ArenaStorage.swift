#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The memory of an arena: its nodes and its pool of decoded texts.
///
/// It comes from `malloc` because `realloc` moves large blocks by remapping pages, without a copy.
// INVARIANT: nodes and bytes are trivial, so freeing the memory needs no deinitialisation. The first four bytes of the
// texts are zero: offset 0 is the empty text.
final class ArenaStorage {
    private(set) var nodes: UnsafeMutablePointer<Node>
    private(set) var capacity: Int
    private(set) var texts: UnsafeMutablePointer<UInt8>
    private(set) var textCapacity: Int

    init(capacity: Int) {
        self.capacity = capacity
        textCapacity = 64
        nodes = ArenaStorage.resize(nil, to: capacity, of: Node.self)
        texts = ArenaStorage.resize(nil, to: textCapacity, of: UInt8.self)
        UnsafeMutableRawPointer(texts).storeBytes(of: 0, as: UInt32.self)
    }

    deinit {
        free(nodes)
        free(texts)
    }

    func growNodes(to capacity: Int) {
        nodes = ArenaStorage.resize(nodes, to: capacity, of: Node.self)
        self.capacity = capacity
    }

    func growTexts(to capacity: Int) {
        texts = ArenaStorage.resize(texts, to: capacity, of: UInt8.self)
        textCapacity = capacity
    }

    /// Gives back what a finished document does not use.
    func trim(nodes count: Int, texts textCount: Int) {
        if count < capacity { growNodes(to: max(count, 1)) }
        if textCount < textCapacity { growTexts(to: textCount) }
    }

    private static func resize<Element>(
        _ memory: UnsafeMutablePointer<Element>?, to count: Int, of type: Element.Type
    ) -> UnsafeMutablePointer<Element> {
        // Out of memory ends the process, as it does everywhere in Swift.
        let size = count * MemoryLayout<Element>.stride
        guard let resized = realloc(memory, size) else { abort() }
        LargePages.advise(resized, size)
        return resized.bindMemory(to: type, capacity: count)
    }
}
