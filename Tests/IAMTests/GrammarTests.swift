import Documents
import Foundation
import IAM
import Testing

@testable import random_policies

@Suite("the policy grammar")
struct GrammarTests {
    @Test("what IAM refuses is refused for IAM's reason", arguments: GrammarCases.refused)
    func refuses(_ sample: GrammarCases.Refused) throws {
        do {
            _ = try policy(sample.document, kind: .managed)
            Issue.record("accepted: \(sample.document)")
        } catch let rejection as PolicyRejection {
            #expect(rejection.iamMessage == sample.message, "\(sample.document)")
            #expect(rejection.range.upperBound <= sample.document.utf8.count)
            #expect(!rejection.message.isEmpty)
        }
    }

    @Test("what IAM accepts is accepted", arguments: GrammarCases.accepted)
    func accepts(_ document: String) throws {
        _ = try policy(document, kind: .managed)
    }

    @Test("a rejection points at what is wrong")
    func positions() throws {
        let text = """
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Action": "sagemaker:*", "Resource": "*"},
              {"Effect": "Allow", "Action": "sagemaker:*", "Resorce": "*"}]}
            """
        let view = try json(text)
        #expect {
            _ = try Policy(reading: view, kind: .managed)
        } throws: { error in
            guard let rejection = error as? PolicyRejection else { return false }
            let diagnostic = rejection.diagnostic(in: view.document.source)
            return diagnostic.region?.start.line == 3 && diagnostic.region?.start.column == 49
                && diagnostic.message == "`Resorce` is no element of a statement"
        }
    }

    @Test("each kind of policy has its own elements")
    func kinds() throws {
        let trust =
            #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"sts:AssumeRole"}}"#
        let identity = #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#
        for (document, accepting) in [
            (trust, [PolicyKind.trust, .resource, .unspecified]),
            (identity, [.identity, .managed, .session, .serviceControl, .unspecified]),
        ] {
            for kind in PolicyKind.allCases where kind != .resourceControl {
                let isAccepted = (try? policy(document, kind: kind)) != nil
                #expect(isAccepted == accepting.contains(kind), "\(kind)")
            }
        }
    }

    @Test("an original policy keeps variables as text")
    func originalVersion() throws {
        let text = #"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::${aws:username}"}}"#
        #expect(try policy(text).version == .original)
        #expect(try policy(text).statements[0].resources?.values[0].template.variables == [])
        let current = text.replacingOccurrences(of: #"{"Statement""#, with: #"{"Version":"2012-10-17","Statement""#)
        #expect(try policy(current).statements[0].resources?.values[0].template.variables == ["aws:username"])
    }

    @Test("a kind of resource that policies of AWS's own name is one")
    func roleTemplate() throws {
        let allowed = try policy(
            #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::*:role-template/x:1"}}"#
        )
        #expect(allowed.statements.count == 1)
    }

    @Test(
        "every recorded policy parses",
        .enabled(if: SharedData.folder != nil, "PROVISO_SHARED_DATA is not set"))
    func corpus() throws {
        let files = SharedData.policyFiles
        #expect(files.count > 300)
        for file in files {
            let text = try read(file)
            // One of the documents is a role of another cloud in the shape of a policy.
            let isForeign = text.contains("\"/subscriptions/")
            do { _ = try policy(text, name: file) } catch { if !isForeign { Issue.record("\(file): \(error)") } }
        }
    }

    private struct RecordedCases: Decodable {
        struct Invalid: Decodable {
            var document: String
            var message: String
        }
        var invalid: [Invalid]
        var valid: [String]
    }

    @Test(
        "cases recorded from AWS get the same answer",
        .enabled(if: SharedData.grammarCases != nil, "PROVISO_IAM_GRAMMAR_CASES is not set"))
    func recordedCases() throws {
        let text = try read(SharedData.grammarCases ?? "")
        let cases = try JSONDecoder().decode(RecordedCases.self, from: Data(text.utf8))
        for sample in cases.invalid {
            do {
                _ = try policy(sample.document, kind: .managed)
                Issue.record("accepted: \(sample.document)")
            } catch let rejection as PolicyRejection {
                #expect(rejection.iamMessage == sample.message, "\(sample.document)")
            } catch {
                #expect(sample.message == "Syntax errors in policy.", "\(sample.document): \(error)")
            }
        }
        for document in cases.valid {
            do { _ = try policy(document, kind: .managed) } catch { Issue.record("\(document): \(error)") }
        }
    }
}
