import Documents
import Reports

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writes texts to files, with the folders that they need.
enum TextFile {
    static func write(_ text: String, to path: String) throws(Diagnostic) {
        var folder = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
            folder += part + "/"
            mkdir(folder, 0o777)
        }
        try ReportFile(path: path).write { (sink) throws(Diagnostic) in
            var text = text
            let outcome = text.withUTF8 { bytes in
                Result { () throws(Diagnostic) in try sink.write(UnsafeRawBufferPointer(bytes)) }
            }
            try outcome.get()
        }
    }
}
