#if Account
    import ArgumentParser
    import Audits

    /// `form` or `form=file`.
    struct AuditReportTarget: ExpressibleByArgument {
        var format: AuditFormat
        /// Nil for standard output.
        var file: String?

        init(format: AuditFormat, file: String?) {
            self.format = format
            self.file = file
        }

        init?(argument: String) {
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let format = AuditFormat(rawValue: parts[0]), parts.count == 1 || !parts[1].isEmpty else {
                return nil
            }
            self.init(format: format, file: parts.count > 1 ? parts[1] : nil)
        }
    }
#endif
