import Documents
import Testing

@Suite struct RepositoryPathsTests {
    @Test(
        "a name counts from the working directory and is told from the root",
        arguments: [
            ("a.yaml", RepositoryPaths.Place.inside("sub/a.yaml")), ("./x/../a.yaml", .inside("sub/a.yaml")),
            ("../a.yaml", .inside("a.yaml")), ("../../a.yaml", .outside("/home/a.yaml")),
            ("/home/repo/b//c.yaml", .inside("b/c.yaml")),
            ("/home/repository/c.yaml", .outside("/home/repository/c.yaml")),
            ("/../../etc/x", .outside("/etc/x")), ("<stdin>", .nowhere), ("", .nowhere),
        ])
    func places(file: String, place: RepositoryPaths.Place) {
        #expect(RepositoryPaths(root: "/home/repo", workingDirectory: "/home/repo/sub/").place(of: file) == place)
    }

    @Test("without a root the name itself is cleaned")
    func withoutRoot() {
        let paths = RepositoryPaths()
        #expect(paths.place(of: "./a/./b.yaml") == .inside("a/b.yaml"))
        #expect(paths.place(of: "../b.yaml") == .outside("../b.yaml"))
        #expect(paths.place(of: "/tmp/b.yaml") == .outside("/tmp/b.yaml"))
    }

    @Test(
        "no name can be taken for anything but a path",
        arguments: [
            ("a b.yaml", "a%20b.yaml"), ("c:d.yaml", "c%3Ad.yaml"), ("ü/#?%.yaml", "%C3%BC/%23%3F%25.yaml"),
            ("a\\b.yaml", "a%5Cb.yaml"), ("\u{1}\n.yaml", "%01%0A.yaml"), ("a-b_c.~/x", "a-b_c.~/x"),
        ])
    func addresses(file: String, address: String) {
        #expect(RepositoryPaths().address(of: file) == address)
    }
}
