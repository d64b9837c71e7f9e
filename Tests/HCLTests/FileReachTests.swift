import Documents
import HCL
import Testing

@Suite("Files are read where they may be")
struct FileReachTests {
    @Test("files are read inside the configuration only")
    func files() {
        let sample = Sample([
            "main.tf": """
            resource "aws_a" "x" {
              a = file("${path.module}/text.txt")
              b = templatefile("t.tftpl", { name = "you", list = [1, 2] })
              c = file("../etc/passwd")
              d = fileexists("text.txt")
              e = fileexists("nowhere")
              f = filemd5("text.txt")
            }
            """,
            "text.txt": "hello", "t.tftpl": "Hi ${name}%{ for x in list } ${x}%{ endfor }",
        ])
        #expect(sample.value("aws_a.x", "a") == "hello")
        #expect(sample.value("aws_a.x", "b") == "Hi you 1 2")
        #expect(sample.value("aws_a.x", "c") == "! the file `../etc/passwd` does not exist")
        #expect(sample.value("aws_a.x", "d") == "true")
        #expect(sample.value("aws_a.x", "e") == "false")
        #expect(sample.value("aws_a.x", "f") == "5d41402abc4b2a76b9719d911017c592")
    }

    @Test("a file out of reach is told once at its place, and what it gives is unknown")
    func outOfReach() {
        let sample = Sample([
            "main.tf": """
            locals { key = file("../outside/key") }
            resource "aws_a" "x" {
              a = local.key
              b = try(file("../outside/key"), "none")
              c = can(fileexists("../outside/key"))
              d = templatefile("../outside/key", {})
              e = file(sensitive("../outside/key"))
            }
            """,
            "../outside/key": "secret",
        ])
        for attribute in ["a", "b", "c", "d", "e"] {
            #expect(sample.value("aws_a.x", attribute).hasPrefix("? "), "\(attribute)")
        }
        let file = "the file `../outside/key` lies outside of what is checked, so this value is not known"
        let secret = "`file` cannot be computed of a value that is secret, so this value is not known"
        #expect(sample.messages == [file, file, file, file, secret])
        #expect(sample.configuration.problems.map { $0.region?.start.line } == [1, 4, 5, 6, 7])
        #expect(sample.configuration.problems.allSatisfy { $0.severity == .note })
    }

    @Test("files are not looked for in a folder out of reach, which is told")
    func foldersOutOfReach() {
        let sample = Sample([
            "main.tf": #"resource "aws_a" "x" { v = fileset("../outside", "*") }"#, "../outside/key": "secret",
        ])
        #expect(sample.value("aws_a.x", "v").hasPrefix("? "))
        #expect(
            sample.messages == ["the folder `../outside` lies outside of what is checked, so this value is not known"])
    }
}
