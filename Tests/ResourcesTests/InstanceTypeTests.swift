import Resources
import Testing

@Suite("Instance types")
struct InstanceTypeTests {
    @Test(
        "sizes and classes are those of the type",
        arguments: [
            ("ml.g5.xlarge", "g5", "gpu-nvidia", 4, 16.0, 1), ("g5.48xlarge", "g5", "gpu-nvidia", 192, 768.0, 8),
            ("ml.t3.medium", "t3", "burstable", 2, 4.0, 0), ("ml.m5.12xlarge", "m5", "general", 48, 192.0, 0),
            ("ml.inf2.48xlarge", "inf2", "inferentia", 192, 768.0, 12),
            ("ml.trn1.32xlarge", "trn1", "trainium", 128, 512.0, 16),
            ("ml.p6e-gb200.36xlarge", "p6e-gb200", "gpu-nvidia", 144, 960.0, 4),
            ("t3.nano", "t3", "burstable", 2, 0.5, 0),
            ("g4ad.xlarge", "g4ad", "gpu-amd", 4, 16.0, 1), ("ml.p2.16xlarge", "p2", "gpu-nvidia", 64, 732.0, 16),
        ])
    func known(name: String, family: String, kind: String, vCPUs: Int, memory: Double, accelerators: Int) {
        let type = InstanceType(name)
        #expect(type.isKnown && type.family == family && type.instanceClass.rawValue == kind)
        #expect(type.vCPUs == vCPUs && type.memoryGiB == memory && type.accelerators == accelerators)
    }

    @Test(
        "names that the table lacks are classified by their family",
        arguments: [
            ("ml.p9.48xlarge", "gpu-nvidia", 9), ("ml.g12e.xlarge", "gpu-nvidia", 12),
            ("ml.inf9.xlarge", "inferentia", 9),
            ("ml.trn7u.96xlarge", "trainium", 7), ("ml.dl3.24xlarge", "gaudi", 3), ("ml.c99.large", "compute", 99),
            ("ml.gr8.large", "gpu-nvidia", 8), ("ml.x44.large", "memory", 44), ("hpc9.large", "compute", 9),
        ])
    func unknown(name: String, kind: String, generation: Int) {
        let type = InstanceType(name)
        #expect(!type.isKnown && type.instanceClass.rawValue == kind && type.generation == generation)
        #expect(type.vCPUs == nil && type.memoryGiB == nil && type.uses.isEmpty)
        #expect(type.accelerators == (type.instanceClass.isAccelerated ? nil : 0))
    }

    @Test("a new size of a known family shares what the family has")
    func newSize() {
        let type = InstanceType("ml.g5g.96xlarge")
        #expect(!type.isKnown && type.isGraviton && type.acceleratorName == "NVIDIA T4g" && type.accelerators == nil)
    }

    @Test(
        "geospatial and system are not GPUs",
        arguments: ["ml.geospatial.interactive", "system", "ml.geospatial.xlarge"])
    func special(name: String) {
        let type = InstanceType(name)
        #expect(type.instanceClass == .special && !type.instanceClass.isAccelerated && type.accelerators == 0)
    }

    @Test("Elastic Inference counts as an accelerator of a previous generation")
    func elasticInference() {
        let type = InstanceType("ml.eia2.medium")
        #expect(
            type.instanceClass == .elasticInference && type.isPreviousGeneration
                && type.uses.contains(.acceleratedHosting))
    }

    @Test(
        "Graviton is told apart from the graphics letter",
        arguments: [
            ("ml.c7g.large", true), ("c7gn.large", true), ("g5g.xlarge", true), ("ml.g5.xlarge", false),
            ("ml.m6i.large", false),
            ("ml.c99gd.large", true), ("ml.p9g.large", false),
        ])
    func graviton(name: String, expected: Bool) {
        #expect(InstanceType(name).isGraviton == expected)
    }

    @Test(
        "previous generations are those that the sources call so",
        arguments: [
            ("ml.m4.xlarge", true), ("ml.c4.xlarge", true), ("ml.t2.medium", true), ("ml.p2.xlarge", true),
            ("ml.p3.2xlarge", true), ("ml.m5.large", false), ("ml.c5.xlarge", false), ("ml.t3.medium", false),
        ])
    func previous(name: String, expected: Bool) {
        #expect(InstanceType(name).isPreviousGeneration == expected)
    }

    @Test(
        "each API has its own list",
        arguments: [
            ("ml.t3.medium", InstanceUse.notebook, true), ("ml.t3.medium", .hosting, false),
            ("ml.c5.large", .hosting, true),
            ("ml.c5.large", .notebook, false), ("ml.p4d.24xlarge", .training, true), ("ml.inf1.xlarge", .hosting, true),
            ("ml.m5.large", .notebook, false), ("ml.m5.xlarge", .notebook, true),
        ])
    func uses(name: String, use: InstanceUse, expected: Bool) {
        #expect(InstanceType(name).uses.contains(use) == expected)
        #expect(InstanceType.names(acceptedFor: use).contains(name) == expected)
        #expect(InstanceType(String(name.dropFirst(3))).uses.isEmpty)
    }

    @Test(
        "the lists are as long as the APIs say",
        arguments: [
            (InstanceUse.notebook, 189), (.studio, 175), (.processing, 207), (.training, 225), (.transform, 116),
            (.hosting, 277), (.cluster, 209), (.reserved, 11),
        ])
    func counts(use: InstanceUse, count: Int) {
        #expect(InstanceType.names(acceptedFor: use).count == count)
    }

    @Test(
        "any text is accepted",
        arguments: ["", ".", "ml.", "ml..", "..", "ml.ä.ü", "5.large", "ml.99999999999999999999.x", "g"])
    func anything(name: String) {
        let type = InstanceType(name)
        #expect(!type.isKnown && type.name == name && type.instanceClass == .other && type.vCPUs == nil)
    }
}
