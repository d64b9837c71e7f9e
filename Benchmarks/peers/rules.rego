# The rules of Policies/ in Rego, for regorus. Templates come as JSON, their short functions written long.
package proviso

import rego.v1

required := {"cost-center", "environment", "owner"}

environments := {"dev", "staging", "production"}

taggable := {
	"AWS::SageMaker::NotebookInstance", "AWS::SageMaker::NotebookInstanceLifecycleConfig", "AWS::SageMaker::Model",
	"AWS::SageMaker::Endpoint", "AWS::SageMaker::EndpointConfig", "AWS::SageMaker::Domain", "AWS::SageMaker::Pipeline",
}

autostop := `autostop\.py|auto-stop-idle|stop[-_ ]?notebook[-_ ]?instance|shutdown\s+(-h\s+)?now`

tags(resource) := {tag.Key: tag.Value | some tag in object.get(resource, ["Properties", "Tags"], [])}

instance_types(resource) := {resource.Properties.InstanceType} if resource.Type == "AWS::SageMaker::NotebookInstance"

instance_types(resource) := {variant.InstanceType | some variant in resource.Properties.ProductionVariants} if {
	resource.Type == "AWS::SageMaker::EndpointConfig"
}

findings contains {"rule": "required-tags", "resource": name, "missing": missing} if {
	some name, resource in input.Resources
	resource.Type in taggable
	present := {key | some key, value in tags(resource); trim_space(sprintf("%v", [value])) != ""}
	missing := required - present
	count(missing) > 0
}

findings contains {"rule": "allowed-values", "resource": name, "value": value} if {
	some name, resource in input.Resources
	resource.Type in taggable
	value := tags(resource).environment
	not value in environments
}

findings contains {"rule": "accelerator-approval", "resource": name, "value": value} if {
	some name, resource in input.Resources
	some value in instance_types(resource)
	regex.match(`^ml\.(p|g|trn|inf)[0-9]`, value)
	trim_space(object.get(tags(resource), "gpu-approved", "")) == ""
}

findings contains {"rule": "lifecycle-configuration", "resource": name} if {
	some name, resource in input.Resources
	resource.Type == "AWS::SageMaker::NotebookInstance"
	not resource.Properties.LifecycleConfigName
}

script(resource) := concat("\n", [hook.Content["Fn::Base64"] | some hook in resource.Properties.OnStart])

lifecycle(resource) := config if {
	reference := resource.Properties.LifecycleConfigName
	config := input.Resources[reference["Fn::GetAtt"][0]]
}

findings contains {"rule": "autostop", "resource": name} if {
	some name, resource in input.Resources
	resource.Type == "AWS::SageMaker::NotebookInstance"
	not regex.match(autostop, script(lifecycle(resource)))
	resource.Properties.LifecycleConfigName
}

findings contains {"rule": "payload-limit", "resource": name} if {
	some name, resource in input.Resources
	resource.Type == "AWS::SageMaker::TransformJob"
	payload := object.get(resource.Properties, "MaxPayloadInMB", 6)
	product := object.get(resource.Properties, "MaxConcurrentTransforms", 0) * payload
	max([product, payload]) > 100
}
