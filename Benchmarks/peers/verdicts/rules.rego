package verdicts

import rego.v1

findings contains {"rule": "no-gpu", "resource": name} if {
	some name, resource in input.Resources
	resource.Type == "AWS::SageMaker::NotebookInstance"
	regex.match(`^ml\.(p|g)[0-9]`, resource.Properties.InstanceType)
}

findings contains {"rule": "owner", "resource": name} if {
	some name, resource in input.Resources
	resource.Type == "AWS::SageMaker::NotebookInstance"
	keys := {tag.Key | some tag in object.get(resource, ["Properties", "Tags"], [])}
	not "owner" in keys
}

findings contains {"rule": "no-gpu", "resource": change.address} if {
	some change in input.resource_changes
	change.type == "aws_sagemaker_notebook_instance"
	regex.match(`^ml\.(p|g)[0-9]`, change.change.after.instance_type)
}
