extension JSONReport {
    /// The JSON Schema (draft 2020-12) of the report.
    ///
    /// It allows members that it does not name: readers must ignore what they do not know.
    public static let schema = #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "urn:proviso:schema:report:1",
          "title": "Proviso report",
          "description": "What `proviso check --format json` prints.",
          "type": "object",
          "required": ["schema", "tool", "summary", "findings", "errors", "warnings"],
          "properties": {
            "schema": { "const": "proviso-report/1", "description": "The version of this format." },
            "tool": {
              "type": "object",
              "required": ["name", "version"],
              "properties": {
                "name": { "const": "proviso" },
                "version": { "type": "string", "description": "The version of the program." }
              }
            },
            "summary": { "$ref": "#/$defs/summary" },
            "findings": {
              "description": "In stable order: by file, position, rule.",
              "type": "array",
              "items": { "$ref": "#/$defs/finding" }
            },
            "fixed": {
              "description": "With `--since`: the failures that are gone. Absent when there is none.",
              "type": "array",
              "items": { "$ref": "#/$defs/finding" }
            },
            "errors": {
              "description": "Inputs and policies that could not be judged.",
              "type": "array",
              "items": { "$ref": "#/$defs/problem" }
            },
            "warnings": {
              "description": "What is doubtful but did not stop anything.",
              "type": "array",
              "items": { "$ref": "#/$defs/problem" }
            }
          },
          "$defs": {
            "summary": {
              "type": "object",
              "required": ["files", "skipped", "resources", "rules", "verdicts"],
              "properties": {
                "incomplete": { "const": true, "description": "A signal ended the run before everything was judged." },
                "files": { "$ref": "#/$defs/count", "description": "Files that were read as inputs." },
                "skipped": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": ["file", "reason"],
                    "properties": { "file": { "type": "string" }, "reason": { "type": "string" } }
                  }
                },
                "costs": {
                  "description": "What resources with failures cost in a month, each resource once, by currency.",
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": ["currency", "monthly", "avoidable", "rules", "owners", "accounts"],
                    "properties": {
                      "currency": { "type": "string" },
                      "monthly": { "type": "number" },
                      "avoidable": { "type": "number" },
                      "rules": { "type": "array", "items": { "$ref": "#/$defs/cost" } },
                      "owners": { "type": "array", "items": { "$ref": "#/$defs/cost" } },
                      "accounts": { "type": "array", "items": { "$ref": "#/$defs/cost" } }
                    }
                  }
                },
                "resources": { "$ref": "#/$defs/count" },
                "rules": { "$ref": "#/$defs/count", "description": "Rules that ran." },
                "verdicts": {
                  "description": "How many verdicts of each kind there are, those that are not listed included.",
                  "type": "object",
                  "required": ["pass", "fail", "unknown", "suppressed", "error"],
                  "properties": {
                    "pass": { "$ref": "#/$defs/count" },
                    "fail": { "$ref": "#/$defs/count" },
                    "unknown": { "$ref": "#/$defs/count" },
                    "suppressed": { "$ref": "#/$defs/count" },
                    "error": { "$ref": "#/$defs/count" }
                  }
                }
              }
            },
            "cost": {
              "type": "object",
              "required": ["monthly"],
              "properties": {
                "name": { "type": "string" },
                "monthly": { "type": "number", "description": "The cost in a month." },
                "avoidable": { "type": "number", "description": "What mending saves of that." },
                "currency": { "type": "string" },
                "source": { "enum": ["bill", "prices"] },
                "date": { "type": "string", "description": "The month of the bill, or the day of the prices." },
                "from": { "type": "string", "description": "The first day that the bill has, where it has not the whole month." },
                "to": { "type": "string", "description": "The last day that the bill has, where it has not the whole month." }
              }
            },
            "finding": {
              "type": "object",
              "required": [
                "rule", "title", "severity", "verdict", "message", "resource", "file", "path", "region", "evidence",
                "scenario", "references", "fingerprint", "status", "gates"
              ],
              "properties": {
                "rule": { "type": "string", "description": "The id of the rule: `pack/rule`." },
                "title": { "type": "string", "description": "The title of the rule, the same for every resource." },
                "severity": { "enum": ["info", "low", "medium", "high", "critical"] },
                "verdict": { "enum": ["pass", "fail", "unknown", "suppressed", "error"] },
                "message": { "type": "string", "description": "What is wrong with this resource, in one sentence." },
                "reason": { "type": "string", "description": "Why the verdict is `unknown` or `error`." },
                "expected": { "type": "string", "description": "What was expected, in words." },
                "remedy": { "type": "string", "description": "What to do." },
                "resource": {
                  "type": "object",
                  "required": ["type", "name", "id"],
                  "properties": {
                    "type": { "type": "string", "description": "The CloudFormation type name." },
                    "name": { "type": "string", "description": "What a person calls the resource." },
                    "id": { "type": "string", "description": "Stable across runs: logical id, address or ARN." }
                  }
                },
                "file": { "type": "string", "description": "As the user named it." },
                "cost": { "$ref": "#/$defs/cost" },
                "path": { "type": "string", "description": "The property; empty for the resource as a whole." },
                "region": { "$ref": "#/$defs/region" },
                "evidence": {
                  "description": "The values that decided the verdict.",
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": ["path", "value"],
                    "properties": {
                      "path": { "type": "string" },
                      "value": { "type": "string", "description": "`(hidden)` for a secret, `(unknown)` if not known." }
                    }
                  }
                },
                "scenario": {
                  "description": "The parameters and conditions under which it arises; empty when it always does.",
                  "type": "object",
                  "additionalProperties": { "type": "string" }
                },
                "scenarios": {
                  "description": "All deployments in which it arises, that of `scenario` first; only if there are any.",
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": ["when", "default"],
                    "properties": {
                      "when": { "type": "object", "additionalProperties": { "type": "string" } },
                      "default": { "type": "boolean", "description": "It is what is deployed if nobody says anything." }
                    }
                  }
                },
                "use": {
                  "description": "Where the resource uses the value that stands at `region`, if that is elsewhere.",
                  "$ref": "#/$defs/region"
                },
                "related": {
                  "description": "Places that lead to it, if any: `call`, where its Terraform module is called, outermost first; `plan`, what the plan says of which it is found in the files.",
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": ["role", "file", "region"],
                    "properties": {
                      "role": { "enum": ["plan", "call"] },
                      "file": { "type": "string" },
                      "region": { "$ref": "#/$defs/region" }
                    }
                  }
                },
                "references": { "type": "array", "items": { "type": "string" } },
                "fingerprint": { "type": "string", "description": "Stable when lines move." },
                "status": { "enum": ["new", "known"], "description": "`known` when the baseline holds it, or the start of the change (`--since`)." },
                "gates": { "type": "boolean", "description": "Whether it can decide the exit code; what is unknown does so only where that was asked for." },
                "suppression": {
                  "description": "Only where the verdict is `suppressed`.",
                  "type": "object",
                  "required": ["origin", "reason"],
                  "properties": {
                    "origin": { "enum": ["inSource", "exception", "baseline"] },
                    "reason": { "type": "string" },
                    "until": { "type": "string", "description": "The last day on which it counts." }
                  }
                }
              }
            },
            "problem": {
              "type": "object",
              "required": ["file", "message"],
              "properties": {
                "file": { "type": "string", "description": "Empty when no file is to blame." },
                "message": { "type": "string" },
                "help": { "type": "string" },
                "region": { "$ref": "#/$defs/region" }
              }
            },
            "region": {
              "description": "Lines and columns count from 1, columns in Unicode code points; the end is exclusive.",
              "type": "object",
              "required": ["startLine", "startColumn", "endLine", "endColumn"],
              "properties": {
                "startLine": { "$ref": "#/$defs/ordinal" },
                "startColumn": { "$ref": "#/$defs/ordinal" },
                "endLine": { "$ref": "#/$defs/ordinal" },
                "endColumn": { "$ref": "#/$defs/ordinal" }
              }
            },
            "count": { "type": "integer", "minimum": 0 },
            "ordinal": { "type": "integer", "minimum": 1 }
          }
        }

        """#
}
