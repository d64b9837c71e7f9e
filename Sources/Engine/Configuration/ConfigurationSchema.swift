extension Configuration {
    /// The JSON Schema of `proviso.yaml`, for editors.
    public static let schema = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "proviso-configuration/1",
          "title": "Configuration of Proviso",
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "extends": {
              "description": "Configuration files that this one builds on; what this one says counts.",
              "$ref": "#/$defs/paths"
            },
            "requires": {
              "description": "The oldest version that understands this file.",
              "type": "string", "pattern": "^proviso >= [0-9]+(\\\\.[0-9]+){0,2}$"
            },
            "policies": {
              "description": "Packs, directories of packs, and bundles; paths count from this file.",
              "$ref": "#/$defs/paths"
            },
            "bundles": {
              "description": "Packs of others: directories and .tar archives whose sums stand in proviso.lock.",
              "$ref": "#/$defs/paths"
            },
            "environment": {
              "description": "How the environment of a resource is found out.",
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "tagKeys": { "type": "array", "items": { "type": "string" } },
                "values": { "type": "array", "items": { "type": "string" } },
                "synonyms": { "$ref": "#/$defs/words" },
                "accounts": { "$ref": "#/$defs/words" },
                "stacks": { "$ref": "#/$defs/words" },
                "names": { "$ref": "#/$defs/words" },
                "stack": { "description": "The stack or workspace that the input belongs to.", "type": "string" }
              }
            },
            "environments": {
              "description": "By environment: parameters that hold for its resources.",
              "type": "object",
              "additionalProperties": {
                "type": "object",
                "additionalProperties": false,
                "required": ["parameters"],
                "properties": { "parameters": { "type": "object", "additionalProperties": { "type": "object" } } }
              }
            },
            "builtin": { "description": "Whether the built-in packs take part.", "type": "boolean", "default": true },
            "profile": {
              "description": "The choice of rules: starter, recommended, strict, finops, security, security-hub, aws-config, guard-registry, checkov, all, or a team's own.",
              "type": "string", "minLength": 1, "default": "recommended"
            },
            "rules": {
              "description": "By id or glob: whether a rule takes part, or its severity. The last match counts.",
              "type": "object",
              "additionalProperties": { "enum": ["on", "off", "info", "low", "medium", "high", "critical"] }
            },
            "parameters": {
              "description": "By pack: values of parameters in place of their defaults.",
              "type": "object",
              "additionalProperties": { "type": "object" }
            },
            "failOn": {
              "description": "The lowest severity that makes the run fail.",
              "enum": ["info", "low", "medium", "high", "critical"], "default": "medium"
            },
            "onUnknown": {
              "description": "Whether verdicts that could not be reached make the run fail.",
              "enum": ["ignore", "fail"], "default": "ignore"
            },
            "exceptions": { "description": "Files of exceptions.", "$ref": "#/$defs/paths" },
            "baseline": {
              "description": "The file of known findings, which do not make the run fail.",
              "type": "string", "minLength": 1
            },
            "include": {
              "description": "Only files that one of these patterns matches are judged.",
              "$ref": "#/$defs/paths"
            },
            "exclude": { "description": "Files that are not judged.", "$ref": "#/$defs/paths" },
            "formats": {
              "description": "Reports: form, or form=file.",
              "$ref": "#/$defs/paths"
            },
            "tags": {
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "fromStack": {
                  "description": "Whether a template may get tags from its stack that it does not show.",
                  "enum": ["absent", "unknown"], "default": "absent"
                },
                "keys": {
                  "description": "The tag keys that every taggable resource carries.",
                  "type": "array", "items": { "type": "string" }
                }
              }
            },
            "iam": {
              "description": "Policies that limit what the principals of the input may do.",
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "scps": {
                  "description": "Service control policies: one entry for each level, from the root to the account.",
                  "oneOf": [
                    { "type": "string", "minLength": 1 },
                    { "type": "array", "items": { "$ref": "#/$defs/paths" } }
                  ]
                },
                "boundary": { "description": "The permissions boundary of principals.", "type": "string" },
                "session": { "description": "The session policy of principals.", "type": "string" },
                "assumeNoScp": {
                  "description": "Whether no other service control policy forbids anything.",
                  "type": "boolean", "default": false
                }
              }
            },
            "limits": {
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "fileSize": { "description": "Bytes of one file.", "type": "integer", "minimum": 1 },
                "depth": { "description": "Lists and mappings inside each other.", "type": "integer", "minimum": 1 },
                "values": { "description": "Values of one file.", "type": "integer", "minimum": 1 },
                "files": { "description": "Files of one walk.", "type": "integer", "minimum": 1 },
                "total": {
                  "description": "Bytes of the files that are known together, with what is made of them.",
                  "type": "integer", "minimum": 1
                },
                "report": { "description": "Bytes of one report.", "type": "integer", "minimum": 1 }
              }
            }
          },
          "$defs": {
            "words": { "type": "object", "additionalProperties": { "type": "string" } },
            "paths": {
              "oneOf": [
                { "type": "string", "minLength": 1 },
                { "type": "array", "items": { "type": "string", "minLength": 1 } }
              ]
            }
          }
        }

        """
}
