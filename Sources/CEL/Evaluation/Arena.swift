/// Memory for the temporaries of one evaluation: handed out by moving a pointer, taken back all at once.
// INVARIANT: blocks stay allocated between resets, and no object needs deinitialisation. `cursor ... end` lies in the
// block at index `current`.
struct Arena: ~Copyable {
    private static let firstBlock = 1 << 12
    private static let alignment = 16
    /// What is kept for the next evaluations, in bytes, if one has needed more.
    private static let keptSize = 4 << 20

    private var blocks: [UnsafeMutableRawBufferPointer] = []
    private var current = -1
    private var start: UInt = 0
    private var cursor: UInt = 0
    private var end: UInt = 0

    deinit {
        for block in blocks { block.deallocate() }
    }

    /// Uninitialised memory, aligned for every value.
    @inline(__always)
    mutating func allocate(_ size: Int) -> UnsafeMutableRawPointer {
        let start = cursor
        let next = start &+ ((UInt(bitPattern: size) &+ 15) & ~15)
        if next <= end, let pointer = UnsafeMutableRawPointer(bitPattern: start) {
            cursor = next
            return pointer
        }
        return allocateInNextBlock(size)
    }

    /// Takes everything back; the memory is used again, unless it is very much.
    @inline(__always)
    mutating func reset() {
        if current == 0 { cursor = start } else if current > 0 { resetBlocks() }
    }

    @inline(never)
    private mutating func resetBlocks() {
        var size = self.size
        while size > Arena.keptSize, blocks.count > 1, let last = blocks.popLast() {
            size -= last.count
            last.deallocate()
        }
        enter(0)
    }

    /// The memory that it holds, in bytes.
    var size: Int { blocks.reduce(0) { $0 + $1.count } }

    @inline(never)
    private mutating func allocateInNextBlock(_ size: Int) -> UnsafeMutableRawPointer {
        let needed = (size &+ Arena.alignment) & ~(Arena.alignment - 1)
        repeat {
            if current + 1 == blocks.count { addBlock(atLeast: needed) }
            enter(current + 1)
        } while end &- cursor < UInt(bitPattern: needed)
        // INVARIANT: after `enter` the cursor is the address of a block, so never 0.
        let pointer = UnsafeMutableRawPointer(bitPattern: cursor).unsafelyUnwrapped
        cursor &+= UInt(bitPattern: needed)
        return pointer
    }

    private mutating func addBlock(atLeast size: Int) {
        // The first block, which is always kept, is small.
        let count = blocks.last.map { max(min($0.count * 2, 1 << 22), size) } ?? Arena.firstBlock
        blocks.append(.allocate(byteCount: count, alignment: Arena.alignment))
    }

    private mutating func enter(_ index: Int) {
        current = index
        start = UInt(bitPattern: blocks[index].baseAddress)
        cursor = start
        end = cursor &+ UInt(bitPattern: blocks[index].count)
    }
}
