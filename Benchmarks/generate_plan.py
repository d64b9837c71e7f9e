"""Writes a Terraform plan as `terraform show -json` prints it: `generate_plan.py FILE RESOURCES`.

Every run writes the same bytes. Half of the resources are of SageMaker, spread over forty modules; the values stand twice,
under `planned_values` and under `resource_changes`, as Terraform writes them, and the configuration once for each module.
"""

import json
import sys

from generate_records import ENVIRONMENTS, TYPES, Sequence

PROVIDER = "registry.terraform.io/hashicorp/aws"
MODULES = 40


def tags(numbers):
    return {
        "environment": ENVIRONMENTS[numbers.below(3)],
        "owner": f"team-{numbers.below(MODULES)}",
        "cost-center": str(4000 + numbers.below(900)),
    }


def notebook(number, numbers):
    after = {
        "additional_code_repositories": None,
        "default_code_repository": None,
        "direct_internet_access": "Disabled",
        "instance_metadata_service_configuration": [{"minimum_instance_metadata_service_version": "2"}],
        "instance_type": TYPES[numbers.below(len(TYPES))],
        "kms_key_id": None,
        "name": f"research-{number:06}",
        "root_access": "Disabled",
        "subnet_id": f"subnet-{numbers.below(2**30):017x}",
        "volume_size": 5 + numbers.below(400),
    }
    unknown = {key: True for key in ("arn", "id", "network_interface_id", "platform_identifier", "role_arn", "url")}
    unknown["lifecycle_config_name"] = True
    unknown["security_groups"] = True
    expressions = {
        "name": {"constant_value": after["name"]},
        "role_arn": {"references": ["aws_iam_role.role.arn", "aws_iam_role.role"]},
        "lifecycle_config_name": {
            "references": [
                "aws_sagemaker_notebook_instance_lifecycle_configuration.idle.name",
                "aws_sagemaker_notebook_instance_lifecycle_configuration.idle",
            ]
        },
    }
    return "aws_sagemaker_notebook_instance", after, unknown, expressions


def endpoint_configuration(number, numbers):
    variant = {
        "accelerator_type": None,
        "container_startup_health_check_timeout_in_seconds": None,
        "core_dump_config": [],
        "enable_ssm_access": None,
        "inference_ami_version": None,
        "initial_instance_count": 1 + numbers.below(4),
        "initial_variant_weight": 1,
        "instance_type": TYPES[numbers.below(len(TYPES))],
        "managed_instance_scaling": [],
        "model_data_download_timeout_in_seconds": None,
        "model_name": f"ranking-{number}",
        "routing_config": [],
        "serverless_config": [],
        "variant_name": "main",
        "volume_size_in_gb": None,
    }
    after = {
        "async_inference_config": [],
        "data_capture_config": [],
        "kms_key_arn": None,
        "name": f"ranking-{number:06}",
        "production_variants": [variant],
        "shadow_production_variants": [],
    }
    unknown = {key: True for key in ("arn", "id", "name_prefix")}
    unknown["production_variants"] = [{"routing_config": []}]
    return "aws_sagemaker_endpoint_configuration", after, unknown, {"name": {"constant_value": after["name"]}}


def role(number, numbers):
    statement = {"Effect": "Allow", "Principal": {"Service": "sagemaker.amazonaws.com"}, "Action": "sts:AssumeRole"}
    after = {
        "assume_role_policy": json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
        "description": f"Execution role of team {numbers.below(MODULES)}",
        "force_detach_policies": False,
        "max_session_duration": 3600,
        "name": f"execution-{number:06}",
        "path": "/",
        "permissions_boundary": None,
    }
    unknown = {key: True for key in ("arn", "create_date", "id", "managed_policy_arns", "name_prefix", "unique_id")}
    unknown["inline_policy"] = True
    return "aws_iam_role", after, unknown, {"name": {"constant_value": after["name"]}}


def bucket(number, numbers):
    after = {"bucket": f"team-{numbers.below(MODULES)}-data-{number}", "force_destroy": False, "timeouts": None}
    unknown = {
        key: True
        for key in (
            *("acceleration_status", "acl", "arn", "bucket_domain_name", "bucket_prefix", "cors_rule", "grant"),
            *("hosted_zone_id", "id", "lifecycle_rule", "logging", "object_lock_configuration", "policy", "region"),
            *("replication_configuration", "request_payer", "versioning", "website"),
        )
    }
    return "aws_s3_bucket", after, unknown, {"bucket": {"constant_value": after["bucket"]}}


def idle_script():
    after = {"name": "stop-when-idle", "on_create": None, "on_start": "IyEvYmluL2Jhc2gK"}
    unknown = {"arn": True, "id": True}
    return "aws_sagemaker_notebook_instance_lifecycle_configuration", after, unknown, {}


KINDS = [notebook, role, endpoint_configuration, bucket]


class Plan:
    def __init__(self):
        self.children = [{"resources": [], "address": f"module.team_{index}"} for index in range(MODULES)]
        self.modules = [{"resources": []} for _ in range(MODULES)]
        self.changes = []

    def add(self, module, name, numbers, kind, after, unknown, expressions):
        after["tags"] = tags(numbers)
        after["tags_all"] = {**after["tags"], "managed-by": "terraform"}
        unknown["tags"] = unknown["tags_all"] = {}
        sensitive = {"tags": {}, "tags_all": {}}
        local = {"mode": "managed", "type": kind, "name": name}
        identity = {"address": f"module.team_{module}.{kind}.{name}", **local, "provider_name": PROVIDER}
        self.children[module]["resources"].append(
            {**identity, "schema_version": 0, "values": after, "sensitive_values": sensitive}
        )
        change = {
            "actions": ["create"],
            "before": None,
            "after": after,
            "after_unknown": unknown,
            "before_sensitive": False,
            "after_sensitive": sensitive,
        }
        self.changes.append({**identity, "module_address": f"module.team_{module}", "change": change})
        configuration = {
            "address": f"{kind}.{name}",
            **local,
            "provider_config_key": "aws",
            "expressions": {**expressions, "tags": {"references": ["var.tags"]}},
            "schema_version": 0,
        }
        self.modules[module]["resources"].append(configuration)

    def document(self):
        region = {"region": {"constant_value": "eu-central-1"}}
        provider = {"name": "aws", "full_name": PROVIDER, "expressions": region}
        calls = {f"team_{index}": {"source": "./team", "module": module} for index, module in enumerate(self.modules)}
        return {
            "format_version": "1.2",
            "terraform_version": "1.9.5",
            "planned_values": {"root_module": {"child_modules": self.children}},
            "resource_changes": self.changes,
            "configuration": {"provider_config": {"aws": provider}, "root_module": {"module_calls": calls}},
            "timestamp": "2026-11-02T08:00:00Z",
            "applyable": True,
            "complete": True,
            "errored": False,
        }


def plan(count):
    numbers = Sequence(20260301)
    result = Plan()
    for module in range(MODULES):
        result.add(module, "idle", numbers, *idle_script())
    for number in range(count - MODULES):
        module = number // len(KINDS) % MODULES
        result.add(module, f"r{number}", numbers, *KINDS[number % len(KINDS)](number, numbers))
    return result.document()


if __name__ == "__main__":
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        json.dump(plan(int(sys.argv[2])), out, separators=(",", ":"))
        out.write("\n")
