import Foundation
import Testing

/// `proviso usage` as people run it.
@Suite("The bill on the command line")
struct UsageCommandTests {
    private static let arguments: [([String], String)] = [
        (["usage"], "Give at least one report"),
        (["usage", "--table", "t"], "--table goes with --print-sql"),
        (["usage", "--print-sql", "trino", "--table", "t; DROP TABLE x"], "is no name of a table"),
        (["usage", "--print-sql", "oracle", "--table", "t"], "duckdb, athena, trino"),
        (["usage", "--cur", "a.csv", "--currency", "usd"], "is no currency"),
        (["usage", "--cur", "a.csv", "--deny", "ml.(p5)"], "is no pattern"),
        (["usage", "--cur", "a.csv", "--tag", ""], "is no key of a tag"),
        (["usage", "--cur", "a.csv", "--memory", "lots"], "takes a size"),
        (["usage", "--cur", "a.csv", "--timeout", "0"], "above 0"),
        (["usage", "--cur", "nowhere.csv"], "the file does not exist"),
    ]

    @Test("bad usage is said, with exit code 2", arguments: arguments.indices)
    func badUsage(_ index: Int) throws {
        let (arguments, words) = Self.arguments[index]
        let ending = try Executable.run(arguments)
        #expect(ending.code == 2 && ending.output.isEmpty)
        #expect(ending.errors.contains(words), "\(ending.errors)")
    }

    @Test("statements are printed without DuckDB")
    func statements() throws {
        let ending = try Executable.run(["usage", "--print-sql", "athena", "--table", "billing.\"cur 2\""])
        #expect(ending.code == 0 && ending.output.contains("FROM billing.\"cur 2\""))
        #expect(ending.output.contains("-- the longest run of days"))
    }

    @Test("without DuckDB the message says how to install it")
    func missing() throws {
        let scratch = try Scratch(["a.csv": "lineItem/UsageType\n"])
        let ending = try Executable.shell(
            "PATH=/usr/bin:/bin command -v duckdb || PATH=/nowhere $proviso usage --cur a.csv; echo code $?",
            in: scratch.folder)
        #expect(ending.output.contains("pip install duckdb-cli") || ending.output.contains("/duckdb"))
        #expect(ending.output.contains("code 2") || ending.output.contains("/duckdb"))
    }

    @Test("a database that does not end is given up, and its folder is removed")
    func timeout() throws {
        let scratch = try Scratch(["a.csv": "lineItem/UsageType\n", "bin/duckdb": "#!/bin/sh\nexec sleep 60\n"])
        let line =
            "chmod +x bin/duckdb; mkdir tmp; TMPDIR=$PWD/tmp PATH=$PWD/bin:$PATH $proviso usage --cur a.csv --timeout 1; echo code $?; ls tmp | wc -l"
        let ending = try Executable.shell(line, in: scratch.folder)
        #expect(ending.output.contains("more than 1 s") && ending.output.contains("code 2\n0"), "\(ending.output)")
    }

    @Test("what DuckDB says in its own way is an error like any other")
    func failure() throws {
        let scratch = try Scratch([
            "a.csv": "lineItem/UsageType\n",
            "bin/duckdb": "#!/bin/sh\necho 'Out of Memory Error: no room' >&2; exit 1\n",
        ])
        let ending = try Executable.shell(
            "chmod +x bin/duckdb; PATH=$PWD/bin:$PATH $proviso usage --cur a.csv; echo code $?", in: scratch.folder)
        #expect(
            ending.output.contains("Out of Memory") && ending.output.contains("--memory")
                && ending.output.contains("code 2"))
    }
}

/// `proviso check --stream`.
@Suite("Resources line by line")
struct StreamCheckTests {
    private static func notebook(_ account: Int, _ name: String, _ type: String = "ml.p3.2xlarge") -> String {
        """
        {"account": "\(account)", "type": "AWS::SageMaker::NotebookInstance", "name": "\(name)", "properties": \
        {"InstanceType": "\(type)"}}

        """
    }

    private func check(_ input: String, _ options: [String] = []) throws -> Ending {
        try Executable.run(
            ["check", "--stream", "--rule", "notebooks/*", "--rule", "compute/*"] + options, input: input)
    }

    /// What tells one finding from another, sorted.
    private func keys(_ lines: String) throws -> [String] {
        try lines.split(separator: "\n").map { line in
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let region = try #require(object["region"] as? [String: Int])
            let resource = try #require(object["resource"] as? [String: Any])
            let words = [object["rule"], resource["name"], region["startLine"], object["message"]]
            return words.map { "\($0 ?? "")" }.joined(separator: " ")
        }.sorted()
    }

    @Test("findings are those of a check of the same lines, with the line in which the resource stands")
    func sameFindings() throws {
        let input = (0..<40).map { Self.notebook($0 / 7, "n\($0)", $0 % 3 == 0 ? "ml.p3.2xlarge" : "ml.t3.medium") }
            .joined()
        let streamed = try check(input)
        #expect(streamed.code == 1)
        let whole = try Executable.run(
            ["check", "-", "--format", "json", "--rule", "notebooks/*", "--rule", "compute/*"], input: input)
        let report = try #require(try JSONSerialization.jsonObject(with: Data(whole.output.utf8)) as? [String: Any])
        let findings = try #require(report["findings"] as? [[String: Any]])
        let lines = try findings.map { String(decoding: try JSONSerialization.data(withJSONObject: $0), as: UTF8.self) }
        #expect(try keys(streamed.output) == keys(lines.joined(separator: "\n")))
        #expect(try keys(streamed.output).count > 40)
    }

    @Test("rules see the other resources of the account, and none of another")
    func references() throws {
        let idle =
            "{\"account\": \"1\", \"type\": \"AWS::SageMaker::NotebookInstanceLifecycleConfig\", \"name\": \"idle\", \"properties\": {\"NotebookInstanceLifecycleConfigName\": \"idle\", \"OnStart\": [{\"Content\": \"IyEvYmluL2Jhc2gKcHl0aG9uIGF1dG9zdG9wLnB5IC0tdGltZSAzNjAwIC0taWdub3JlLWNvbm5lY3Rpb25zCg==\"}]}}\n"
        let notebook =
            "{\"account\": \"1\", \"type\": \"AWS::SageMaker::NotebookInstance\", \"name\": \"n\", \"properties\": {\"LifecycleConfigName\": \"idle\", \"InstanceType\": \"ml.t3.medium\"}}\n"
        let together = try check(idle + notebook)
        let apart = try check(idle + notebook.replacing("\"1\"", with: "\"2\""))
        #expect(try keys(together.output) != keys(apart.output))
        // Each of two accounts sees its own, in a stream and in a file.
        let empty = idle.replacing(
            "IyEvYmluL2Jhc2gKcHl0aG9uIGF1dG9zdG9wLnB5IC0tdGltZSAzNjAwIC0taWdub3JlLWNvbm5lY3Rpb25zCg==",
            with: "IyEvYmluL2Jhc2gK")
        let input = idle + notebook + (empty + notebook).replacing("\"1\"", with: "\"2\"")
        #expect(try prints(try check(input).output) == wholePrints(input))
    }

    @Test("a resource of the same name in another account is another finding, as in a check of the same lines")
    func fingerprints() throws {
        let input = (1...3).map { Self.notebook($0, "same") }.joined()
        let streamed = try prints(try check(input).output)
        #expect(streamed.count > 2 && Set(streamed).count == streamed.count)
        #expect(try wholePrints(input) == streamed)
    }

    /// The fingerprints of a check that reads all lines at once.
    private func wholePrints(_ input: String) throws -> [String] {
        let whole = try Executable.run(
            ["check", "-", "--format", "json", "--rule", "notebooks/*", "--rule", "compute/*"], input: input)
        let report = try #require(try JSONSerialization.jsonObject(with: Data(whole.output.utf8)) as? [String: Any])
        return try #require(report["findings"] as? [[String: Any]]).compactMap { $0["fingerprint"] as? String }.sorted()
    }

    private func prints(_ lines: String) throws -> [String] {
        try lines.split(separator: "\n").map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return try #require(object?["fingerprint"] as? String)
        }.sorted()
    }

    @Test("each account of a snapshot is judged by what was seen of it")
    func snapshot() throws {
        func call(_ account: String, _ operation: String, _ type: String, _ status: String) -> String {
            let gaps = status == "complete" ? "" : #"{"operation":"\#(operation)","reason":"denied"}"#
            return
                #"{"account":"\#(account)","region":"us-east-1","operation":"\#(operation)","types":["\#(type)"],"status":"\#(status)","gaps":[\#(gaps)]}"#
        }
        func notebook(_ account: String) -> String {
            #"{"type":"AWS::SageMaker::NotebookInstance","account":"\#(account)","region":"us-east-1","id":"arn:aws:sagemaker:us-east-1:\#(account):notebook-instance/n","tags":[],"answer":{"NotebookInstanceName":"n","InstanceType":"ml.t3.medium"}}"#
        }
        let accounts = ["111111111111", "222222222222", "333333333333"]
        let calls = zip(accounts, ["complete", "refused", "complete"]).map { account, status in
            call(account, "ListSchedules", "AWS::Scheduler::Schedule", status)
        }
        let head = #"{"snapshot":"proviso-snapshot/1","calls":[\#(calls.joined(separator: ","))]}"#
        let lines = ([head] + accounts.map(notebook)).map { $0 + "\n" }.joined()
        let found = try check(lines).output.split(separator: "\n").filter {
            $0.contains("notebooks/lifecycle-configuration")
        }
        let verdicts = try found.map { line in
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let region = try #require(object["region"] as? [String: Int])
            return "\(region["startLine"] ?? 0) \(object["verdict"] ?? "")"
        }
        #expect(verdicts == ["2 fail", "3 unknown", "4 fail"])
    }

    /// The order of heads (`h` and the accounts that it is about) and of resources (their account), and the verdicts of the
    /// accounts, of which the second one has a list that was refused.
    private static let heads: [(lines: [String], verdicts: [String])] = [
        (["h123", "1", "2", "3"], ["fail", "unknown", "fail"]),
        (["h12", "h3", "1", "2", "3"], ["fail", "unknown", "fail"]),
        (["h1", "1", "h2", "2", "h3", "3"], ["fail", "unknown", "fail"]),
        (["h12", "1", "2", "h3", "3", "4"], ["fail", "unknown", "fail", "unknown"]),
        (["h13", "1", "3", "h24", "2", "4"], ["fail", "fail", "unknown", "fail"]),
        (["h1", "h2", "h3", "2", "1", "3"], ["unknown", "fail", "fail"]),
        // Two snapshots of one account, such as of two regions: that something was refused in one of them counts.
        (["h2", "2", "h2", "2", "h1", "1"], ["unknown", "unknown", "fail"]),
        (["h1", "1", "r1", "1", "h3", "3"], ["unknown", "unknown", "fail"]),
        (["1", "h2", "2"], ["unknown", "unknown"]),
        // What an earlier snapshot says of accounts holds as long as they come.
        (["h134", "1", "h1", "1", "3", "h2", "2", "4"], ["fail", "fail", "fail", "unknown", "fail"]),
        (["h134", "1", "h2", "3", "2", "4"], ["fail", "fail", "unknown", "fail"]),
        (["r13", "1", "h34", "3", "4"], ["unknown", "unknown", "fail"]),
    ]

    @Test("an account is judged by the heads of all snapshots that are about it", arguments: heads.indices)
    func severalHeads(_ index: Int) throws {
        func account(_ digit: Character) -> String { String(repeating: digit, count: 12) }
        func head(_ digits: some Sequence<Character>, isRefused: Bool) -> String {
            let calls = digits.map { digit in
                let isRefused = isRefused || digit == "2"
                let gaps = isRefused ? #"{"operation":"ListSchedules","reason":"denied"}"# : ""
                return #"{"account":"\#(account(digit))","region":"us-east-1","operation":"ListSchedules","#
                    + #""types":["AWS::Scheduler::Schedule"],"status":"\#(isRefused ? "refused" : "complete")","gaps":[\#(gaps)]}"#
            }
            return #"{"snapshot":"proviso-snapshot/1","calls":[\#(calls.joined(separator: ","))]}"#
        }
        let lines = Self.heads[index].lines.enumerated().map { number, line in
            if let kind = line.first, kind == "h" || kind == "r" {
                return head(line.dropFirst(), isRefused: kind == "r")
            }
            let account = account(line.first ?? "0")
            return
                #"{"type":"AWS::SageMaker::NotebookInstance","account":"\#(account)","region":"us-east-1","#
                + #""id":"arn:aws:sagemaker:us-east-1:\#(account):notebook-instance/n\#(number)","tags":[],"#
                + #""answer":{"NotebookInstanceName":"n\#(number)","InstanceType":"ml.t3.medium"}}"#
        }
        let found = try check(lines.joined(separator: "\n") + "\n")
        let ours = found.output.split(separator: "\n").filter { $0.contains("notebooks/lifecycle-configuration") }
        let verdicts = try ours.map { line in
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let place = try #require((object["region"] as? [String: Int])?["startLine"])
            // The line is that of the stream.
            #expect(Self.heads[index].lines[place - 1].count == 1)
            return "\(object["verdict"] ?? "")"
        }
        #expect(verdicts == Self.heads[index].verdicts, "\(found)")
    }

    @Test("what was refused is told once, in the line of the snapshot that says so")
    func refusals() throws {
        func head(_ accounts: [String]) -> String {
            let calls = accounts.map { account in
                #"{"account":"\#(account)","region":"us-east-1","operation":"ListSchedules","#
                    + #""types":["AWS::Scheduler::Schedule"],"status":"refused","#
                    + #""gaps":[{"operation":"ListSchedules","reason":"denied"}]}"#
            }
            return #"{"snapshot":"proviso-snapshot/1","calls":[\#(calls.joined(separator: ","))]}"# + "\n"
        }
        func notebook(_ account: String) -> String {
            #"{"type":"AWS::SageMaker::NotebookInstance","account":"\#(account)","region":"us-east-1","id":"n","#
                + #""tags":[],"answer":{"NotebookInstanceName":"n","InstanceType":"ml.t3.medium"}}"# + "\n"
        }
        let early = head(["1", "2", "3"]) + notebook("1") + notebook("2")
        let input = early + head(["4"]) + notebook("3") + notebook("4")
        let lines = try check(input).errors.split(separator: "\n")
        for (account, line) in [("1", 1), ("2", 1), ("3", 1), ("4", 4)] {
            let told = lines.indices.filter { lines[$0].contains("in us-east-1 of \(account) were not seen") }
            #expect(told.count == 1, "\(lines)")
            let place = told.first.flatMap { lines[$0...].first { $0.contains("-->") } }
            #expect(place?.contains("<stdin>:\(line):") == true, "\(lines)")
        }
    }

    private static let wrong: [(String, String)] = [
        (notebook(1, "a") + notebook(2, "b") + notebook(1, "c"), "line 3 is of the account `1`, whose lines were over"),
        (notebook(1, "a") + "\n{\"account\": \"1\", }\n" + notebook(2, "b"), "3:"),
        (notebook(1, "a") + "{\"type\": \"AWS::SageMaker::Model\"}\n", "line 2 is no resource of an account"),
        ("[]\n", "line 1 is no resource of an account"),
        ("{\"account\": \"1\", \"hello\": 2}\n", "resource"),
        (
            "{\"account\": \"1\", \"type\": \"AWS::SageMaker::Model\", \"properties\": 3}\n",
            "`properties` is not a mapping"
        ),
        ("", "there is no resource to judge"),
    ]

    @Test("a line that is wrong ends the run with exit code 2 and says where", arguments: wrong.indices)
    func wrongLines(_ index: Int) throws {
        let (input, words) = Self.wrong[index]
        let ending = try check(input, ["--exit-zero"])
        #expect(ending.code == 2 && ending.errors.contains(words), "\(ending.errors)")
    }

    @Test("costs of all accounts count together", arguments: [("24.9", 1), ("25", 1), ("25.01", 0)])
    func costs(_ limit: String, _ code: Int32) throws {
        let input = ["1", "2"].map { account in
            #"{"account":"\#(account)","type":"AWS::SageMaker::NotebookInstance","name":"n","properties":{"#
                + #""InstanceType":"ml.p3.2xlarge"},"usage":{"monthCost":12.5,"currency":"EUR","month":"2026-09"}}"#
                + "\n"
        }.joined()
        let ending = try check(input, ["--fail-on", "critical", "--fail-on-cost", limit])
        #expect(ending.code == code, "\(ending.errors)")
        #expect(ending.output.contains("12.5"))
    }

    @Test("what needs files or all findings at once does not go with a stream")
    func badUsage() throws {
        for options in [["x.yaml"], ["--format", "sarif"], ["--fix"], ["--since", "HEAD"], ["--baseline", "b"]] {
            #expect(try check("", options).code == 2)
        }
    }

    @Test("memory does not grow with the number of accounts")
    func memory() throws {
        func peak(_ accounts: Int) throws -> Int {
            // Most of a line is text that no rule looks at, so that much comes and little is judged.
            let script = """
                import json, os, resource, subprocess
                child = subprocess.Popen([os.environ["proviso"], "check", "--stream", "--exit-zero", "--rule", "compute/*"],
                    stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
                for number in range(5 * \(accounts)):
                    properties = {"InstanceType": "ml.p3.2xlarge", "RoleArn": "x" * 20000}
                    child.stdin.write(json.dumps({"account": str(number // 5), "type": "AWS::SageMaker::NotebookInstance",
                        "name": "n", "properties": properties}) + "\\n")
                child.stdin.close()
                print(child.wait(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
                """
            let scratch = try Scratch(["feed.py": script])
            let measured = "python3 \(scratch["feed.py"].path)"
            let ending = try Executable.shell(measured, in: packageRoot)
            let words = ending.output.split(separator: " ").map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
            #expect(words.first == "0", "\(ending.output)")
            return Int(words.last ?? "") ?? 0
        }
        let (few, many) = (try peak(100), try peak(400))
        #expect(few > 1000 && many < few * 3 / 2, "\(few) KiB, then \(many)")
    }
}
