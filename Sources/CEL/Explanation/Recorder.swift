/// What an explaining evaluation saw: one record for each evaluation of each sub-expression.
// INVARIANT: the values in `records` lie in the frame's arena, in its documents or in the constants of `programs`, and
// are read before the frame is reset.
final class Recorder {
    struct Record {
        /// Which of the programs the expression belongs to: the one explained, or a lazy variable's.
        var program: Int
        var expression: ExpressionID
        var value: Val
        /// The record of the evaluation inside which this one happened.
        var parent: Int?
        /// In the order of evaluation.
        var children: [Int]
    }

    /// A long loop is recorded up to here; what follows is evaluated all the same.
    private static let limit = 50_000

    private(set) var records: [Record] = []
    private(set) var programs: [Program] = []
    /// For each program the record of the variable that was read and is computed by it.
    private(set) var readers: [Int?] = []
    private var pools: [ConstantPool] = []
    private var open: [Int] = []
    private var openPrograms: [Int] = []

    func begin(_ program: Program, _ pool: ConstantPool) {
        openPrograms.append(programs.count)
        programs.append(program)
        readers.append(open.last)
        pools.append(pool)
    }

    func end() { _ = openPrograms.popLast() }

    func begin(_ id: ExpressionID) -> Int {
        guard records.count < Recorder.limit, let program = openPrograms.last else { return -1 }
        let index = records.count
        records.append(Record(program: program, expression: id, value: .absent, parent: open.last, children: []))
        if let parent = open.last { records[parent].children.append(index) }
        open.append(index)
        return index
    }

    func end(_ record: Int, _ value: Val) {
        guard record >= 0 else { return }
        records[record].value = value
        _ = open.popLast()
    }
}

extension FramePointer {
    func beginRecord(_ id: ExpressionID) -> Int { pointee.recorder?.begin(id) ?? -1 }

    func endRecord(_ record: Int, _ value: Val) { pointee.recorder?.end(record, value) }
}

extension Program {
    /// Evaluates the expression in a form that reports every step to the frame's recorder.
    func evaluateRecording(_ frame: FramePointer) -> Val {
        var options = CompilationOptions.plain
        options.isRecording = true
        let pool = ConstantPool()
        var compiler = Compiler(checked, environment: environment, options: options, pool: pool)
        let code = compiler.code(checked.tree.root)
        frame.pointee.recorder?.begin(self, pool)
        defer { frame.pointee.recorder?.end() }
        return run(frame, code)
    }
}
