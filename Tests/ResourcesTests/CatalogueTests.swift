import Resources
import Testing

@Suite("The catalogue of types")
struct CatalogueTests {
    @Test(
        "taggable types name their tag property and its shape",
        arguments: [
            ("AWS::SageMaker::NotebookInstance", "Tags", "list"), ("AWS::SageMaker::TransformJob", "Tags", "list"),
            ("AWS::Budgets::Budget", "ResourceTags", "list"), ("AWS::EFS::FileSystem", "FileSystemTags", "list"),
            ("AWS::Glue::Job", "Tags", "map"), ("AWS::SSM::Parameter", "Tags", "map"),
            ("AWS::AutoScaling::AutoScalingGroup", "Tags", "other"),
        ])
    func taggable(name: String, property: String, shape: String) throws {
        let type = try #require(Catalogue.type(named: name))
        #expect(type.isTaggable)
        #expect(type.tagProperty == property)
        #expect(type.tagShape?.rawValue == shape)
    }

    @Test(
        "types without tags are known as such",
        arguments: [
            "AWS::IAM::Policy", "AWS::Scheduler::Schedule", "AWS::SageMaker::ImageVersion",
            "AWS::ApplicationAutoScaling::ScalingPolicy",
        ])
    func notTaggable(name: String) throws {
        let type = try #require(Catalogue.type(named: name))
        #expect(!type.isTaggable && type.tagProperty == nil && type.tagShape == nil)
    }

    @Test(
        "`Ref` gives what the documentation says",
        arguments: [
            ("AWS::SageMaker::NotebookInstance", ResourceType.RefValue.arn), ("AWS::SageMaker::Endpoint", .arn),
            ("AWS::SageMaker::Domain", .id), ("AWS::SageMaker::Pipeline", .name), ("AWS::IAM::Role", .name),
            ("AWS::Events::Rule", .name), ("AWS::S3::Bucket", .name), ("AWS::SageMaker::App", .composite),
        ])
    func refValue(name: String, expected: ResourceType.RefValue) throws {
        #expect(try #require(Catalogue.type(named: name)).refValue == expected)
    }

    @Test("properties carry type, obligation, default and reference")
    func properties() throws {
        let notebook = try #require(Catalogue.type(named: "AWS::SageMaker::NotebookInstance"))
        let instanceType = try #require(notebook.property("InstanceType"))
        #expect(instanceType.type == .string && instanceType.isRequired && instanceType.instanceUse == .notebook)
        let volume = try #require(notebook.property("VolumeSizeInGB"))
        #expect(volume.type == .integer && volume.defaultValue == .integer(5))
        #expect(volume.minimum == 5 && volume.maximum == 16384)
        let access = try #require(notebook.property("DirectInternetAccess"))
        #expect(access.defaultValue == .string("Enabled") && access.allowedValues == ["Disabled", "Enabled"])
        let config = try #require(notebook.property("LifecycleConfigName"))
        #expect(
            config.references == [
                ReferenceTarget(type: "AWS::SageMaker::NotebookInstanceLifecycleConfig", form: .identity)
            ])
        #expect(try #require(notebook.property("NotebookInstanceArn")).isReadOnly)
        #expect(try #require(notebook.property("NotebookInstanceStatus")).isAPIOnly)
        #expect(try #require(notebook.property("PlatformIdentifier")).defaultValue == nil)
    }

    @Test(
        "defaults are those of the sources",
        arguments: [
            ("AWS::SageMaker::TransformJob", "MaxPayloadInMB", PropertyDefault.integer(6)),
            ("AWS::SageMaker::TransformJob", "TransformInput.SplitType", .string("None")),
            ("AWS::SageMaker::TransformJob", "TransformResources.InstanceCount", .integer(1)),
            ("AWS::SageMaker::Domain", "TagPropagation", .string("DISABLED")),
            (
                "AWS::SageMaker::ProcessingJob", "ProcessingInputs[*].S3Input.S3DataDistributionType",
                .string("FullyReplicated")
            ),
        ])
    func defaults(type: String, path: String, expected: PropertyDefault) throws {
        #expect(try #require(Catalogue.type(named: type)?.property(path)).defaultValue == expected)
    }

    @Test("what has no fixed default has none", arguments: ["MaxConcurrentTransforms", "BatchStrategy"])
    func noDefault(path: String) throws {
        let property = try #require(Catalogue.type(named: "AWS::SageMaker::TransformJob")?.property(path))
        #expect(property.defaultValue == nil)
    }

    @Test(
        "paths lead through lists and objects, however the brackets are written",
        arguments: [
            "ProductionVariants[*].ModelName", "ProductionVariants[].ModelName", "ProductionVariants[0].ModelName",
            "ProductionVariants.ModelName",
        ])
    func paths(path: String) throws {
        let property = try #require(Catalogue.type(named: "AWS::SageMaker::EndpointConfig")?.property(path))
        #expect(property.name == "ModelName" && property.type == .string)
        #expect(property.references.map(\.type) == ["AWS::SageMaker::Model"])
    }

    @Test("a bracket at the end gives the element of a list")
    func elements() throws {
        let type = try #require(Catalogue.type(named: "AWS::SageMaker::EndpointConfig"))
        #expect(
            try #require(type.property("ProductionVariants[*]")).type
                == .object("AWS::SageMaker::EndpointConfig.ProductionVariant"))
        #expect(
            try #require(type.property("ProductionVariants")).type
                == .list(.object("AWS::SageMaker::EndpointConfig.ProductionVariant")))
    }

    @Test(
        "idle settings of profiles and spaces are properties although the schema forgets to attach them",
        arguments: [
            ("AWS::SageMaker::UserProfile", "UserSettings"), ("AWS::SageMaker::Space", "SpaceSettings"),
        ])
    func idleSettings(type: String, settings: String) throws {
        let path = "\(settings).JupyterLabAppSettings.AppLifecycleManagement.IdleSettings.IdleTimeoutInMinutes"
        let property = try #require(Catalogue.type(named: type)?.property(path))
        #expect(property.type == .integer && !property.isAPIOnly)
    }

    @Test("a wrong name is undeclared, with a suggestion; what the catalogue cannot see into is open")
    func lookUp() throws {
        let type = try #require(Catalogue.type(named: "AWS::SageMaker::EndpointConfig"))
        #expect(
            type.lookUp("ProductionVariants[*].InstanceTyp")
                == .undeclared(
                    name: "InstanceTyp", object: "AWS::SageMaker::EndpointConfig.ProductionVariant",
                    suggestions: ["InstanceType"]))
        let policy = try #require(Catalogue.type(named: "AWS::IAM::ManagedPolicy"))
        #expect(policy.lookUp("PolicyDocument.Statement[*].Effect") == .open)
        #expect(type.property("KmsKeyId.Nothing") == nil)
        let environment = try #require(
            Catalogue.type(named: "AWS::SageMaker::TransformJob")?.property("Environment.KEY"))
        #expect(environment.type == .string && !environment.isRequired)
    }

    @Test(
        "empty and malformed paths are answered, not followed", arguments: ["", ".", "[*]", "A..B", "[", "]]", "ä.b"])
    func malformed(path: String) throws {
        let type = try #require(Catalogue.type(named: "AWS::SageMaker::EndpointConfig"))
        #expect(type.property(path) == nil)
    }

    @Test("patterns select types")
    func patterns() {
        let all = Catalogue.typeNames(matching: Glob("AWS::SageMaker::*"))
        #expect(all.contains("AWS::SageMaker::TrainingJob") && all.contains("AWS::SageMaker::Domain"))
        #expect(all.allSatisfy { $0.hasPrefix("AWS::SageMaker::") })
        #expect(Catalogue.typeNames(matching: Glob("*::NotebookInstance")) == ["AWS::SageMaker::NotebookInstance"])
        #expect(!Catalogue.hasType(matching: Glob("AWS::Sagemaker::*")))
    }

    @Test(
        "near names are suggested",
        arguments: [
            ("AWS::SageMaker::NotebokInstance", "AWS::SageMaker::NotebookInstance"),
            ("AWS::Sagemaker::Endpoint", "AWS::SageMaker::Endpoint"),
            ("SageMaker::Model", "AWS::SageMaker::Model"),
            ("AWS:SageMaker:TransformJobs", "AWS::SageMaker::TransformJob"),
            ("aws_sagemaker_training_job", "AWS::SageMaker::TrainingJob"),
        ])
    func suggestions(wrong: String, right: String) {
        #expect(Catalogue.suggestions(for: wrong).first == right)
    }

    @Test("nothing is suggested for what resembles nothing")
    func noSuggestion() {
        #expect(Catalogue.suggestions(for: "Custom::ThingOfMine").isEmpty)
        #expect(Catalogue.suggestions(for: "").isEmpty)
        #expect(Catalogue.suggestions(for: String(repeating: "x", count: 100_000)).isEmpty)
    }
}
