import CEL
import Resources
import Testing

@Suite("The catalogue as the expression checker sees it")
struct CatalogueSchemaTests {
    let schema = CatalogueSchema()

    @Test(
        "fields of one type have its types; what is not required is optional",
        arguments: [
            ("InstanceType", CELType.string, false), ("VolumeSizeInGB", .int, true),
            ("SecurityGroupIds", .list(.string), true),
            (
                "InstanceMetadataServiceConfiguration",
                .object("AWS::SageMaker::NotebookInstance.InstanceMetadataServiceConfiguration"), true
            ),
            ("type", .string, false), ("name", .string, false), ("id", .string, false),
            ("CreationTime", .timestamp, true),
        ])
    func fields(name: String, type: CELType, isOptional: Bool) {
        let field = schema.field(name, of: "AWS::SageMaker::NotebookInstance")
        #expect(field == ObjectField(type: type, isOptional: isOptional))
    }

    @Test("nested objects are types of their own, without the fields of a resource")
    func nested() {
        let variant = "AWS::SageMaker::EndpointConfig.ProductionVariant"
        #expect(schema.field("VariantName", of: variant) == ObjectField(type: .string, isOptional: false))
        #expect(
            schema.field("ServerlessConfig", of: variant)?.type
                == .object("AWS::SageMaker::EndpointConfig.ServerlessConfig"))
        #expect(schema.field("type", of: variant) == nil)
        #expect(schema.fieldNames(of: variant)?.contains("InitialInstanceCount") == true)
    }

    @Test("a field that no member has does not exist, and the names are given for a suggestion")
    func undeclared() {
        #expect(schema.field("InstanceTyp", of: "AWS::SageMaker::NotebookInstance") == nil)
        #expect(schema.fieldNames(of: "AWS::SageMaker::NotebookInstance")?.contains("InstanceType") == true)
    }

    @Test("a union has the fields of all members, optional where one lacks them, and dyn where they disagree")
    func union() {
        let both = CatalogueSchema.objectName(forTargets: [
            "AWS::SageMaker::NotebookInstance", "AWS::SageMaker::Endpoint",
        ])
        #expect(schema.field("InstanceType", of: both) == ObjectField(type: .string, isOptional: true))
        #expect(
            schema.field("Tags", of: both)
                == ObjectField(
                    type: .list(.object("AWS::SageMaker::Endpoint.Tag|AWS::SageMaker::NotebookInstance.Tag")),
                    isOptional: true))
        #expect(
            schema.field("Key", of: "AWS::SageMaker::Endpoint.Tag|AWS::SageMaker::NotebookInstance.Tag")
                == ObjectField(type: .string, isOptional: false))
        // A string in one and an object in the other.
        #expect(schema.field("Source", of: "AWS::SageMaker::Action|AWS::SageMaker::Artifact")?.type != nil)
        #expect(
            schema.field("RoleArn", of: "AWS::SageMaker::NotebookInstance|AWS::SageMaker::Pipeline")
                == ObjectField(type: .string, isOptional: false))
    }

    @Test("a pattern is the union of the types it matches")
    func pattern() {
        #expect(schema.field("RoleArn", of: "AWS::SageMaker::*") == ObjectField(type: .string, isOptional: true))
        #expect(
            schema.field("Tags", of: "AWS::SageMaker::*")?.type == .list(.dyn)
                || schema.field("Tags", of: "AWS::SageMaker::*")?.type == .dyn)
        #expect(schema.field("NoSuchThing", of: "AWS::SageMaker::*") == nil)
    }

    @Test(
        "what the catalogue does not know accepts any field",
        arguments: [
            "Custom::Thing", "My::Own::Type", "AWS::SageMaker::Nothing.Inner", "Custom::*",
        ])
    func open(object: String) {
        #expect(schema.field("Anything", of: object) == ObjectField(type: .dyn, isOptional: true))
        #expect(schema.fieldNames(of: object) == nil)
    }
}
