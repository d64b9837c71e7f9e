"""An account on loopback: moto's server, filled with resources, and what boto3 reads of it."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request

import boto3
from botocore.config import Config

REGION = "us-east-1"
ACCOUNT = "123456789012"
GOOD = [{"Key": "cost-center", "Value": "ml-platform"}, {"Key": "environment", "Value": "dev"},
        {"Key": "owner", "Value": "ana@example.com"}]
BAD = [{"Key": "Environment", "Value": "Prod"}]
TRUST = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "sagemaker.amazonaws.com"}, "Action": "sts:AssumeRole"}]})
FULL = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Sid": "Everything", "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*"}]})


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def started(words, port, probe):
    """Starts a server of its own process, waits until it answers to a path, and ends it."""
    process = subprocess.Popen([sys.executable, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}"
        for _ in range(600):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(url + probe, timeout=5).read()
                break
            time.sleep(0.1)
        else:
            sys.exit(f"the server does not start: {words}")
        yield url
    finally:
        process.terminate()
        process.wait(20)


def server():
    """Moto's server."""
    port = free_port()
    return started(["-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], port, "/moto-api/data.json")


def client(name, url):
    return boto3.client(name, endpoint_url=url, region_name=REGION, aws_access_key_id="testing",
                        aws_secret_access_key="testing", config=Config(retries={"total_max_attempts": 1}))


def fill(url, notebooks=7):
    """Creates resources of the kinds that moto knows."""
    sagemaker, iam, scaling = (client(name, url) for name in ("sagemaker", "iam", "application-autoscaling"))
    role = iam.create_role(RoleName="sm-exec", AssumeRolePolicyDocument=TRUST, Tags=GOOD)["Role"]["Arn"]
    iam.put_role_policy(RoleName="sm-exec", PolicyName="inline", PolicyDocument=FULL)
    policy = iam.create_policy(PolicyName="full", PolicyDocument=FULL)["Policy"]["Arn"]
    iam.attach_role_policy(RoleName="sm-exec", PolicyArn=policy)
    iam.create_user(UserName="ana")
    iam.create_group(GroupName="ds")
    iam.add_user_to_group(GroupName="ds", UserName="ana")
    image = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/m:1"
    for number in range(notebooks):
        gpu = number % 3 == 0
        sagemaker.create_notebook_instance(
            NotebookInstanceName=f"notebook-{number}", InstanceType="ml.p3.2xlarge" if gpu else "ml.t3.medium",
            RoleArn=role, Tags=BAD if gpu else GOOD)
    for name in ("m1", "m2"):
        sagemaker.create_model(ModelName=name, ExecutionRoleArn=role, Tags=GOOD,
                               PrimaryContainer={"Image": image, "ModelDataUrl": f"s3://bucket/{name}.tgz"})
    for name, kind in (("real-time", "ml.m5.large"), ("idle", "ml.p2.xlarge")):
        sagemaker.create_endpoint_config(EndpointConfigName=name, Tags=GOOD, ProductionVariants=[
            {"VariantName": "AllTraffic", "ModelName": "m1", "InstanceType": kind, "InitialInstanceCount": 2,
             "InitialVariantWeight": 1.0}])
        sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=name, Tags=GOOD)
    source = {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://bucket/in/"}}
    sagemaker.create_training_job(
        TrainingJobName="train", RoleArn=role, Tags=GOOD, OutputDataConfig={"S3OutputPath": "s3://bucket/out/"},
        AlgorithmSpecification={"TrainingImage": image, "TrainingInputMode": "File"},
        InputDataConfig=[{"ChannelName": "train", "DataSource": source}], StoppingCondition={"MaxRuntimeInSeconds": 432000},
        ResourceConfig={"InstanceType": "ml.p3.16xlarge", "InstanceCount": 2, "VolumeSizeInGB": 500})
    sagemaker.create_transform_job(
        TransformJobName="score", ModelName="m1", Tags=GOOD, MaxConcurrentTransforms=30, MaxPayloadInMB=6,
        TransformInput={"DataSource": source}, TransformOutput={"S3OutputPath": "s3://bucket/scores/"},
        TransformResources={"InstanceType": "ml.m5.xlarge", "InstanceCount": 4})
    scaling.register_scalable_target(
        ServiceNamespace="sagemaker", ResourceId="endpoint/real-time/variant/AllTraffic", MinCapacity=1, MaxCapacity=4,
        ScalableDimension="sagemaker:variant:DesiredInstanceCount")


def read(url):
    """What boto3 reads, by the type and the id that a snapshot gives it: description and tags."""
    sagemaker, scaling = client("sagemaker", url), client("application-autoscaling", url)
    found = {}
    kinds = [("NotebookInstance", "list_notebook_instances", "NotebookInstances"), ("Model", "list_models", "Models"),
             ("EndpointConfig", "list_endpoint_configs", "EndpointConfigs"), ("Endpoint", "list_endpoints", "Endpoints"),
             ("TrainingJob", "list_training_jobs", "TrainingJobSummaries"),
             ("TransformJob", "list_transform_jobs", "TransformJobSummaries")]
    for kind, operation, result in kinds:
        for page in sagemaker.get_paginator(operation).paginate():
            for item in page[result]:
                snake = "".join("_" + c.lower() if c.isupper() else c for c in kind)
                name = item[f"{kind}Name"]
                answer = getattr(sagemaker, f"describe{snake}")(**{f"{kind}Name": name})
                answer.pop("ResponseMetadata")
                arn = answer[f"{kind}Arn"]
                tags = sagemaker.list_tags(ResourceArn=arn)["Tags"]
                found[f"AWS::SageMaker::{kind}", arn] = (answer, tags)
    for target in scaling.describe_scalable_targets(ServiceNamespace="sagemaker")["ScalableTargets"]:
        key = f"{target['ResourceId']}|{target['ScalableDimension']}"
        found["AWS::ApplicationAutoScaling::ScalableTarget", key] = (target, None)
    return found


def environment(url):
    """The variables for a run that must find these credentials and no others."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return kept | {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_ENDPOINT_URL": url,
                   "AWS_REGION": REGION, "AWS_CONFIG_FILE": "/nonexistent", "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent",
                   "AWS_EC2_METADATA_DISABLED": "true"}
