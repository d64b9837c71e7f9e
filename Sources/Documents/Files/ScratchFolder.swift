#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A folder that nobody else can read, gone with its last use and what lies in it.
package final class ScratchFolder: Sendable {
    package let path: String

    /// - Parameter parent: where it is made; nil for the folder that the machine has for such things.
    package init(in parent: String? = nil) throws(Diagnostic) {
        let parent = parent ?? getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var name = Array((parent + "/proviso-XXXXXX").utf8CString)
        guard mkdtemp(&name) != nil else {
            throw Diagnostic(
                file: parent, message: "no folder can be made here: \(String(cString: strerror(errno)))",
                help: "set TMPDIR to a folder with room")
        }
        path = name.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? parent }
    }

    deinit {
        var everything = FileWalker.Options()
        everything.skipsHidden = false
        for file in FileWalker(options: everything).walk(path).files { unlink(file) }
        rmdir(path)
    }
}
