"""Writes answers of the SageMaker API, one JSON object to a line, until a size is reached: `generate_records.py FILE MB`.

Every run writes the same bytes. The records have the shape of DescribeTransformJob; a few break the payload limit.
"""

import json
import sys


class Sequence:
    """A linear congruential generator: the same numbers with every version of Python."""

    def __init__(self, state):
        self.state = state

    def below(self, bound):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % bound


TYPES = ["ml.m5.large", "ml.m5.xlarge", "ml.c5.2xlarge", "ml.r5.large", "ml.g5.xlarge", "ml.p3.2xlarge"]
ENVIRONMENTS = ["dev", "staging", "production"]


def record(number, numbers):
    name = f"nightly-scoring-{number:06}"
    bucket = f"s3://team-{numbers.below(40)}-data"
    return {
        "TransformJobName": name,
        "TransformJobArn": f"arn:aws:sagemaker:eu-central-1:111122223333:transform-job/{name}",
        "TransformJobStatus": "Completed",
        "ModelName": f"ranking-{numbers.below(500)}",
        "MaxConcurrentTransforms": numbers.below(12) + 1,
        "MaxPayloadInMB": numbers.below(9) + 1,
        "BatchStrategy": "MultiRecord",
        "Environment": {"LOG_LEVEL": "info", "BATCH_SIZE": str(numbers.below(64))},
        "TransformInput": {
            "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"{bucket}/input/{number}"}},
            "ContentType": "application/jsonlines",
            "CompressionType": "None",
            "SplitType": "Line",
        },
        "TransformOutput": {"S3OutputPath": f"{bucket}/output/{number}", "AssembleWith": "Line", "KmsKeyId": ""},
        "TransformResources": {"InstanceType": TYPES[numbers.below(len(TYPES))], "InstanceCount": 1},
        "CreationTime": f"2026-03-{numbers.below(28) + 1:02}T04:00:00.000000+00:00",
        "DataProcessing": {"InputFilter": "$.features", "OutputFilter": "$", "JoinSource": "None"},
        "Tags": [
            {"Key": "environment", "Value": ENVIRONMENTS[numbers.below(3)]},
            {"Key": "owner", "Value": f"team-{numbers.below(40)}"},
            {"Key": "cost-center", "Value": str(4000 + numbers.below(900))},
        ],
    }


def main(path, megabytes):
    numbers = Sequence(20260301)
    written = 0
    number = 0
    with open(path, "w", encoding="utf-8") as out:
        while written < megabytes * 1_000_000:
            line = json.dumps(record(number, numbers), separators=(",", ":")) + "\n"
            out.write(line)
            written += len(line)
            number += 1


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
