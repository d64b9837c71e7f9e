import Testing

@testable import Resources

@Suite("The facts agree with one another")
struct CatalogueConsistencyTests {
    static let objects = Catalogue.objects.rows.map { ObjectType(row: $0) }
    static let types = Catalogue.types.rows.map { ResourceType(row: $0) }

    @Test("every type has an object, every object a type")
    func objectsAndTypes() {
        for type in Self.types { #expect((type.object != nil) == (type.depth != .open), "\(type.name)") }
        for object in Self.objects { #expect(Catalogue.type(named: object.resourceType) != nil, "\(object.name)") }
    }

    @Test("every object that a property holds exists")
    func nestedObjects() {
        for object in Self.objects {
            for property in object.properties {
                guard case .object(let name) = property.type.leaf else { continue }
                #expect(Catalogue.object(named: name) != nil, "\(object.name).\(property.name)")
            }
        }
    }

    @Test("properties have names, no name twice")
    func names() {
        for object in Self.objects {
            let names = object.propertyNames
            #expect(Set(names).count == names.count && !names.contains(""), "\(object.name)")
            #expect(object.properties.map(\.name) == names, "\(object.name)")
        }
    }

    @Test("every reference leads to a type, and its form fits it")
    func references() throws {
        var count = 0
        for object in Self.objects {
            for property in object.properties {
                for target in property.references {
                    count += 1
                    let type = try #require(Catalogue.type(named: target.type), "\(object.name).\(property.name)")
                    switch target.form {
                    case .identity: break
                    case .pattern(let pattern): #expect(pattern.contains("{}"))
                    case .property(let name): #expect(type.identifiers.contains(name), "\(target)")
                    }
                }
            }
        }
        #expect(count > 300)
    }

    @Test("every default has its property's type and is allowed")
    func defaults() throws {
        var count = 0
        for row in Catalogue.objects.rows {
            for field in row.values where field.split(by: ";").contains(where: { $0.bytes.first == UInt8(ascii: "?") })
            {
                let property = PropertyField(text: field, owner: "").info
                let value = try #require(property.defaultValue, "\(row.key.string).\(property.name)")
                count += 1
                if case .string(let text) = value, !property.allowedValues.isEmpty {
                    #expect(property.allowedValues.contains(text))
                }
                if case .integer(let number) = value {
                    #expect(Double(number) >= property.minimum ?? -.infinity)
                    #expect(Double(number) <= property.maximum ?? .infinity)
                }
            }
        }
        #expect(count >= 12)
    }

    @Test("marks of the table are all understood")
    func marks() {
        for row in Catalogue.objects.rows {
            for field in row.values {
                let facts = field.split(by: ";").dropFirst()
                let understood = facts.allSatisfy { "=<?#>%".utf8.contains($0.bytes.first ?? 0) }
                #expect(understood && field.firstIndex(of: ":") != nil, "\(row.key.string): \(field.string)")
                let info = PropertyField(text: field, owner: "").info
                if facts.contains(where: { $0.bytes.first == UInt8(ascii: "#") }) { #expect(info.instanceUse != nil) }
                if facts.contains(where: { $0.bytes.first == UInt8(ascii: "%") }) { #expect(info.encoding != nil) }
            }
        }
    }

    @Test("what identifies a type is one of its properties")
    func identities() {
        for type in Self.types where type.depth == .full || type.depth == .api {
            let names = [type.nameProperty, type.arnProperty].compactMap(\.self) + type.identifiers
            for name in names {
                let path = name.split(separator: "/").joined(separator: ".")
                #expect(type.lookUp(path) != .open && type.property(path) != nil, "\(type.name): \(name)")
            }
            if let tags = type.tagProperty { #expect(type.property(tags) != nil, "\(type.name)") }
            #expect((type.tagProperty == nil) == (type.tagShape == nil))
        }
    }

    @Test("every path that the API or Terraform stands for exists")
    func mappedPaths() throws {
        for binding in Catalogue.apiBindings {
            let type = try #require(Catalogue.type(named: binding.type))
            for rename in binding.renames {
                let path = binding.canonicalPath(of: rename.source).joined(separator: ".")
                #expect(type.property(path) != nil, "\(binding.type): \(path)")
            }
            if binding.rootProperty == nil, type.depth != .root, binding.type.hasPrefix("AWS::SageMaker::") {
                for field in binding.fields {
                    let path = binding.canonicalPath(of: [field]).joined(separator: ".")
                    #expect(type.lookUp(path) != .open && type.property(path) != nil, "\(binding.type): \(field)")
                }
            }
        }
        for row in Catalogue.terraform.rows {
            let binding = try #require(Catalogue.terraformBinding(ofType: row.key.string))
            // What only attaches is a property in CloudFormation, and a type of its own here.
            if ["AWS::IAM::PolicyAttachment", "AWS::IAM::GroupMembership"].contains(binding.type) { continue }
            let type = try #require(Catalogue.type(named: binding.type))
            for rename in binding.renames {
                let path = rename.canonical.joined(separator: ".")
                #expect(type.property(path) != nil, "\(binding.terraformType): \(path)")
            }
        }
    }

    @Test("every ARN form leads to a type")
    func arns() {
        for row in Catalogue.arns.rows { #expect(Catalogue.type(named: row[1].string) != nil, "\(row.text.string)") }
    }
}
