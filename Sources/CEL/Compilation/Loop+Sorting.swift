extension Loop {
    /// `range.sortBy(x, key)`: stable, by keys of one kind.
    func sortBy(_ body: Piece) -> Piece {
        let body = body.code
        return Piece { [self] frame in
            let range = begin(frame)
            guard range.isRange else { return range }
            var cursor = RangeCursor(range)
            var pairs: [(key: Val, value: Val)] = []
            while advance(&cursor, frame) {
                let key = body(frame)
                if key.isIndefinite { return key }
                if let first = pairs.first, Val.order(first.key, key) == .incomparable {
                    return .error(.noSuchOverload, at: expression)
                }
                frame.charge(4)
                pairs.append((key, frame.pointee.locals[slot]))
            }
            let sorted = pairs.enumerated().sorted { left, right in
                switch Val.order(left.element.key, right.element.key) {
                case .less: true
                case .equal: left.offset < right.offset
                default: false
                }
            }
            return frame.list(copying: sorted.map(\.element.value))
        }
    }
}
