extension Loop {
    /// `range.sortBy(x, key)`.
    func sortBy(_ body: Piece) -> Piece {
        let body = body.code
        return Piece { [self] frame in
            let range = begin(frame)
            guard range.isRange else { return range }
            var cursor = RangeCursor(range)
            let bound = cursor.bound()
            guard let keys = frame.allocateValues(bound), let values = frame.allocateValues(bound) else {
                return .error(.stepBudget)
            }
            var count = 0
            while advance(&cursor, frame) {
                let key = body(frame)
                let doubt = doubt(cursor, frame)
                if key.isIndefinite { return doubt ?? key }
                keys.initializeElement(at: count, to: key)
                values.initializeElement(at: count, to: doubt ?? frame.pointee.locals[slot])
                count += 1
            }
            let sorted = ListFunctions.sorted(
                frame, UnsafeBufferPointer(rebasing: values[..<count]),
                by: UnsafeBufferPointer(rebasing: keys[..<count]))
            return sorted.at(expression)
        }
    }
}
