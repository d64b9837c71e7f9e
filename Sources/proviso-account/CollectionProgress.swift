#if Account
    import Accounts

    /// How far a collection has come.
    struct CollectionProgress {
        private var calls = 0
        private var finished = 0
        private var resources = 0
        /// Lists that are still to come, by account and region.
        private var left: [String: Int] = [:]
        private var places = 0
        private let clock = ContinuousClock()
        private let began: ContinuousClock.Instant
        /// When a line was shown last.
        private var shown: ContinuousClock.Instant?

        init() { began = clock.now }

        mutating func take(_ event: Collector.Event) {
            switch event {
            case .began(let lists):
                calls = lists.values.reduce(0, +)
                left = lists
                places = lists.count
            case .finished(let outcome):
                finished += 1
                let place = Collector.place(account: outcome.account, region: outcome.region)
                left[place] = left[place].flatMap { $0 > 1 ? $0 - 1 : nil }
            case .saw(let resources): self.resources += resources
            case .measuring: break
            }
        }

        /// The line to show, if enough time has passed since the last one.
        mutating func line(every seconds: Double, _ budget: RetryBudget?) -> String? {
            let now = clock.now
            if let shown, shown.duration(to: now) < .seconds(seconds) { return nil }
            shown = now
            return text(budget, seconds: Int(began.duration(to: now).components.seconds))
        }

        private func text(_ budget: RetryBudget?, seconds: Int) -> String {
            let requests = budget.map { ", \($0.calls) requests" } ?? ""
            let throttles = budget.map(\.throttles).flatMap { $0 > 0 ? ", \($0) throttled" : nil } ?? ""
            // The first answers say little about the rest.
            let left = finished > 2 ? seconds * (calls - finished) / finished : 0
            let time = left > 5 ? ", about \(left) s left" : ""
            return "collecting: \(places - self.left.count) of \(places) regions, \(finished) of \(calls) lists, "
                + "\(resources) resources\(requests)\(throttles)\(time)"
        }
    }
#endif
