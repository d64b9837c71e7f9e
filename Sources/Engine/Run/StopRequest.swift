import Synchronization

/// Lets a signal end a run early, with what is known so far.
public final class StopRequest: Sendable {
    private let signal = Atomic<Int32>(0)

    public init() {}

    /// Asks the run to end. Does nothing but store a number, so a signal handler may call it.
    /// - Parameter number: the number of the signal.
    /// - Returns: false if the run was asked before.
    public func make(by number: Int32) -> Bool {
        signal.compareExchange(expected: 0, desired: number, ordering: .relaxed).exchanged
    }

    /// The signal that asked; nil while none has.
    public var number: Int32? {
        let number = signal.load(ordering: .relaxed)
        return number == 0 ? nil : number
    }
}
