#if Account
    import ArgumentParser
    import CommandOptions
    import Documents
    import Engine

    /// Which rules judge an audit, and what counts: the same options as those of `proviso check`.
    struct AuditPolicyOptions: ParsableArguments {
        @OptionGroup var configuration: ConfigurationOptions
        @OptionGroup var policies: PolicyOptions
        @OptionGroup var acceptance: AcceptanceOptions
        @OptionGroup var money: MoneyOptions
        @OptionGroup var gate: GateOptions

        /// The job that judges files as of a time.
        func job(judging files: [String], time: Int64) throws(Diagnostic) -> CheckJob {
            var job = CheckJob(CheckRequest(paths: files, now: time))
            job.choice = configuration.choice
            job.selection = try policies.selection()
            acceptance.apply(to: &job)
            gate.apply(to: &job)
            money.apply(to: &job.request)
            job.allowsEmpty = true
            return job
        }
    }
#endif
