import Documents
import IAM
import Testing

@testable import random_policies

@Suite("condition operators")
struct OperatorTests {
    @Test("each operator answers as its documentation says", arguments: OperatorTable.rows)
    func row(_ row: OperatorTable.Row) throws {
        let statement =
            #"{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": {"\#(row.comparison)": {"\#(row.key)": \#(row.policy)}}}"#
        let policy = try policy(of: statement)
        var context = Request.Context()
        context[row.key] = row.value
        for (key, value) in row.more { context[key] = .one(value) }
        let outcome = PolicySet(identity: [policy]).decide(
            Request(action: "s3:GetObject", resource: "arn:aws:s3:::b/k", context: context))
        let expected: Outcome.Verdict =
            switch row.expected {
            case true: .allowed
            case false: .implicitlyDenied
            case nil: .unclear
            }
        #expect(outcome.verdict == expected, "\(row)")
    }
}
