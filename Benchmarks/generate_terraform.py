"""Writes a repository of Terraform files: `generate_terraform.py FOLDER FILES`.

Each folder has four files, as teams write them: variables and locals, notebooks, endpoints and buckets, outputs.
"""

import pathlib
import sys

VARIABLES = """\
# The team's settings.
terraform {{
  required_version = ">= 1.5"
}}

provider "aws" {{
  region = "eu-west-1"
  default_tags {{
    tags = local.tags
  }}
}}

variable "environment" {{
  type        = string
  description = "Where this is deployed"
  default     = "dev"
  validation {{
    condition     = contains(["dev", "test", "prod"], var.environment)
    error_message = "The environment is dev, test or prod."
  }}
}}

variable "notebooks" {{
  type = map(object({{ size = string, volume = optional(number, 20) }}))
  default = {{
    exploration = {{ size = "ml.t3.medium" }}
    training    = {{ size = "ml.m5.xlarge", volume = 100 }}
  }}
}}

locals {{
  team   = "team-{number}"
  prefix = "${{local.team}}-${{var.environment}}"
  tags = merge({{ owner = local.team, "cost-center" = format("%04d", {number}) }}, {{ environment = var.environment }})
  zones  = [for letter in ["a", "b", "c"] : "eu-west-1${{letter}}" if letter != "c"]
}}
"""

NOTEBOOKS = """\
resource "aws_sagemaker_notebook_instance_lifecycle_configuration" "stop" {{
  name = "${{local.prefix}}-stop"
  on_start = base64encode(<<-EOF
    #!/bin/bash
    set -e
    # Stop after an hour without work.
    echo "*/5 * * * * /home/ec2-user/autostop.py --time 3600 --ignore-connections" | crontab -
  EOF
  )
}}

resource "aws_sagemaker_notebook_instance" "notebook" {{
  for_each              = var.notebooks
  name                  = "${{local.prefix}}-${{each.key}}"
  instance_type         = each.value.size
  volume_size           = each.value.volume
  role_arn              = aws_iam_role.execution.arn
  lifecycle_config_name = aws_sagemaker_notebook_instance_lifecycle_configuration.stop.name
  kms_key_id            = aws_kms_key.data.id
  tags                  = {{ Name = title(each.key) }}
}}

resource "aws_iam_role" "execution" {{
  name = "${{local.prefix}}-execution"
  assume_role_policy = jsonencode({{
    Version = "2012-10-17"
    Statement = [{{
      Effect    = "Allow"
      Principal = {{ Service = "sagemaker.amazonaws.com" }}
      Action    = "sts:AssumeRole"
    }}]
  }})
}}

resource "aws_kms_key" "data" {{
  description             = "Data of ${{local.team}}"
  enable_key_rotation     = true
  deletion_window_in_days = var.environment == "prod" ? 30 : 7
}}
"""

ENDPOINTS = """\
resource "aws_sagemaker_model" "model" {{
  count              = 2
  name               = "${{local.prefix}}-model-${{count.index}}"
  execution_role_arn = aws_iam_role.execution.arn
  primary_container {{
    image          = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/serving:1.${{count.index}}"
    model_data_url = "s3://${{aws_s3_bucket.models.bucket}}/model-${{count.index}}.tar.gz"
    environment = {{
      WORKERS = "4"
      LEVEL   = var.environment == "prod" ? "warn" : "debug"
    }}
  }}
}}

resource "aws_sagemaker_endpoint_configuration" "endpoint" {{
  name        = "${{local.prefix}}-endpoint"
  kms_key_arn = aws_kms_key.data.arn
  dynamic "production_variants" {{
    for_each = aws_sagemaker_model.model[*].name
    content {{
      variant_name           = "variant-${{production_variants.key}}"
      model_name             = production_variants.value
      instance_type          = "ml.m5.large"
      initial_instance_count = max(1, {number} % 3)
    }}
  }}
}}

resource "aws_sagemaker_endpoint" "endpoint" {{
  name                 = "${{local.prefix}}-endpoint"
  endpoint_config_name = aws_sagemaker_endpoint_configuration.endpoint.name
}}

resource "aws_s3_bucket" "models" {{
  bucket = lower(replace("${{local.prefix}}_models", "_", "-"))
}}

resource "aws_s3_bucket_versioning" "models" {{
  bucket = aws_s3_bucket.models.id
  versioning_configuration {{
    status = "Enabled"
  }}
}}
"""

OUTPUTS = """\
output "notebooks" {{
  description = "The names of the notebooks"
  value       = {{ for key, notebook in aws_sagemaker_notebook_instance.notebook : key => notebook.name }}
}}

output "endpoint" {{
  value = aws_sagemaker_endpoint.endpoint.arn
}}

output "zones" {{
  value = join(",", local.zones)
}}
"""

FILES = {"variables.tf": VARIABLES, "notebooks.tf": NOTEBOOKS, "endpoints.tf": ENDPOINTS, "outputs.tf": OUTPUTS}


def main(folder, files):
    for number in range(files // len(FILES)):
        place = pathlib.Path(folder) / f"team-{number:04d}"
        place.mkdir(parents=True)
        for name, text in FILES.items():
            (place / name).write_text(text.format(number=number))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
