/// JSON Schemas (draft 2020-12) of the files that authors of policies write, for editors.
public enum PolicySchemas {
    /// Of a policy pack.
    public static let pack = #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "urn:proviso:schema:policy:1",
          "title": "Proviso policy pack",
          "type": "object",
          "required": ["pack", "title", "rules"],
          "additionalProperties": false,
          "properties": {
            "pack": { "$ref": "#/$defs/kebab", "description": "Immutable id; rule ids are pack/rule." },
            "title": { "type": "string" },
            "version": { "type": "string", "pattern": "^[0-9]+(\\.[0-9]+){0,2}$" },
            "requires": { "type": "string", "pattern": "^proviso >= [0-9]+(\\.[0-9]+){0,2}$" },
            "parameters": { "type": "object", "additionalProperties": { "$ref": "#/$defs/parameter" } },
            "rules": { "type": "array", "items": { "$ref": "#/$defs/rule" } }
          },
          "$defs": {
            "kebab": { "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$" },
            "scalar": { "type": ["string", "number", "boolean"] },
            "parameterReference": {
              "type": "object", "required": ["param"], "additionalProperties": false,
              "properties": { "param": { "type": "string", "description": "The name of a parameter of the pack." } }
            },
            "expression": { "type": ["string", "number", "boolean"], "description": "CEL." },
            "parameter": {
              "type": "object",
              "required": ["type", "default"],
              "additionalProperties": false,
              "properties": {
                "type": { "type": "string", "description": "string, integer, number, boolean, list(T) or map(T)." },
                "default": { "not": { "type": "null" } },
                "description": { "type": "string" }
              }
            },
            "rule": {
              "type": "object",
              "required": ["id", "title", "severity", "targets", "check"],
              "additionalProperties": false,
              "properties": {
                "id": { "$ref": "#/$defs/kebab", "description": "Immutable once released." },
                "title": { "type": "string" },
                "description": { "type": "string", "description": "Why the rule exists." },
                "severity": { "enum": ["info", "low", "medium", "high", "critical"] },
                "targets": {
                  "type": "array", "minItems": 1, "items": { "type": "string" },
                  "description": "Resource types; * and ? are wildcards."
                },
                "when": { "$ref": "#/$defs/expression", "description": "The rule applies where this is true." },
                "variables": { "type": "object", "additionalProperties": { "$ref": "#/$defs/expression" } },
                "check": { "$ref": "#/$defs/check" },
                "message": { "type": "string", "description": "What is wrong; {{ CEL }} is filled in." },
                "remedy": { "type": "string", "description": "What to do; {{ CEL }} is filled in." },
                "fix": { "$ref": "#/$defs/fix" },
                "references": { "type": "array", "items": { "type": "string" } },
                "labels": { "type": "array", "items": { "type": "string" } },
                "profiles": {
                  "description": "The choices of rules that hold this one; without it every one does.",
                  "type": "array", "items": { "type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$" }
                },
                "sources": { "type": "array", "items": { "type": "string" } },
                "suppressible": { "type": "boolean", "default": true },
                "avoidable": { "type": "number", "minimum": 0, "maximum": 1 },
                "enforce": { "enum": ["gate", "report"], "default": "gate" },
                "effective": { "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }
              }
            },
            "fix": {
              "type": "object", "additionalProperties": false, "minProperties": 1,
              "description": "What --fix writes so that the check passes.",
              "properties": {
                "set": { "type": "object", "additionalProperties": { "$ref": "#/$defs/fixValue" } },
                "tags": { "type": "object", "additionalProperties": { "$ref": "#/$defs/fixValue" } }
              }
            },
            "fixValue": {
              "anyOf": [
                { "$ref": "#/$defs/scalar" },
                { "type": "array" },
                { "$ref": "#/$defs/parameterReference" },
                {
                  "type": "object", "required": ["cel"], "additionalProperties": false,
                  "properties": { "cel": { "$ref": "#/$defs/expression" } }
                }
              ]
            },
            "check": {
              "type": "object",
              "oneOf": [
                {
                  "required": ["requiredTags"], "additionalProperties": false,
                  "properties": { "requiredTags": { "$ref": "#/$defs/list" } }
                },
                {
                  "required": ["tagValues"], "additionalProperties": false,
                  "properties": {
                    "tagValues": {
                      "type": "object", "minProperties": 1,
                      "additionalProperties": {
                        "type": "object", "minProperties": 1, "additionalProperties": false,
                        "properties": {
                          "equals": { "$ref": "#/$defs/value" }, "notEquals": { "$ref": "#/$defs/value" },
                          "oneOf": { "$ref": "#/$defs/list" }, "noneOf": { "$ref": "#/$defs/list" },
                          "matches": { "$ref": "#/$defs/pattern" }, "notMatches": { "$ref": "#/$defs/pattern" }
                        }
                      }
                    }
                  }
                },
                {
                  "required": ["property"], "minProperties": 2, "additionalProperties": false,
                  "properties": {
                    "property": { "$ref": "#/$defs/paths" },
                    "default": { "not": { "type": "null" } },
                    "equals": { "$ref": "#/$defs/value" }, "notEquals": { "$ref": "#/$defs/value" },
                    "oneOf": { "$ref": "#/$defs/list" }, "noneOf": { "$ref": "#/$defs/list" },
                    "matches": { "$ref": "#/$defs/pattern" }, "notMatches": { "$ref": "#/$defs/pattern" },
                    "atLeast": { "$ref": "#/$defs/number" }, "atMost": { "$ref": "#/$defs/number" },
                    "satisfies": { "$ref": "#/$defs/expression" },
                    "exists": { "anyOf": [{ "type": "boolean" }, { "$ref": "#/$defs/parameterReference" }] }
                  }
                },
                {
                  "required": ["assert"], "additionalProperties": false,
                  "properties": { "assert": { "$ref": "#/$defs/expression" }, "at": { "$ref": "#/$defs/paths" } }
                },
                { "required": ["all"], "additionalProperties": false, "properties": { "all": { "$ref": "#/$defs/checks" } } },
                { "required": ["any"], "additionalProperties": false, "properties": { "any": { "$ref": "#/$defs/checks" } } },
                { "required": ["not"], "additionalProperties": false, "properties": { "not": { "$ref": "#/$defs/check" } } },
                { "required": ["guarantee"], "additionalProperties": false, "properties": { "guarantee": { "type": "object" } } },
                {
                  "required": ["policyLint"], "additionalProperties": false,
                  "properties": { "policyLint": { "type": "array", "minItems": 1, "items": { "type": "string" } } }
                }
              ]
            },
            "checks": { "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/check" } },
            "paths": {
              "anyOf": [{ "type": "string" }, { "type": "array", "minItems": 1, "items": { "type": "string" } }],
              "description": "A.B[*].C"
            },
            "value": { "anyOf": [{ "$ref": "#/$defs/scalar" }, { "$ref": "#/$defs/parameterReference" }] },
            "list": {
              "anyOf": [
                { "type": "array", "items": { "$ref": "#/$defs/scalar" } }, { "$ref": "#/$defs/parameterReference" }
              ]
            },
            "pattern": { "anyOf": [{ "type": "string" }, { "$ref": "#/$defs/parameterReference" }] },
            "number": { "anyOf": [{ "type": "number" }, { "$ref": "#/$defs/parameterReference" }] }
          }
        }

        """#

    /// Of a file of cases beside a pack.
    public static let test = #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "urn:proviso:schema:test:1",
          "title": "Proviso policy tests",
          "type": "object",
          "required": ["tests"],
          "additionalProperties": false,
          "properties": {
            "tests": { "type": "array", "items": { "$ref": "#/$defs/case" } },
            "equivalent": {
              "description": "Mutants of the pack that no test can tell from it.",
              "type": "array",
              "items": {
                "type": "object", "required": ["rule", "change", "reason"], "additionalProperties": false,
                "properties": {
                  "rule": { "type": "string" },
                  "change": { "type": "string", "description": "As proviso test --mutate shows it: before -> after." },
                  "reason": { "type": "string" }
                }
              }
            }
          },
          "$defs": {
            "case": {
              "type": "object",
              "required": ["name", "rule", "expect"],
              "additionalProperties": false,
              "oneOf": [{ "required": ["given"] }, { "required": ["template", "resource"] }],
              "properties": {
                "name": { "type": "string" },
                "rule": { "type": "string", "description": "The rule's id without the pack." },
                "given": { "$ref": "#/$defs/resource" },
                "with": {
                  "type": "array", "items": { "$ref": "#/$defs/resource" },
                  "description": "What references of the given resource lead to."
                },
                "template": { "type": "object", "description": "A CloudFormation template." },
                "resource": { "type": "string", "description": "The logical id of the resource that is judged." },
                "iam": { "type": "object", "description": "Policies of the organisation, as under iam in the configuration." },
                "params": { "type": "object", "description": "Values for parameters of the pack." },
                "expect": { "enum": ["pass", "fail", "unknown", "error", "not-applicable"] },
                "message": { "type": "string", "description": "What the message must contain." }
              }
            },
            "resource": {
              "type": "object",
              "required": ["type"],
              "properties": {
                "type": { "type": "string" },
                "name": { "type": "string" },
                "properties": { "type": "object" },
                "tags": { "type": "object" }
              }
            }
          }
        }

        """#
}
