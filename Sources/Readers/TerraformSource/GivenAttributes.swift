import HCL

/// Attributes of resources that the provider always gives, whether or not a configuration does.
///
/// All others may be null where the configuration says nothing: `aws_sagemaker_notebook_instance.a.kms_key_id` is no key if the
/// notebook has none.
enum GivenAttributes {
    /// Names that the provider computes for every resource that has them.
    /// - SeeAlso: the "Attribute Reference" of each resource in https://registry.terraform.io/providers/hashicorp/aws/latest/docs
    static let names: Set<String> = [
        "account_id", "allocation_id", "api_endpoint", "arn", "association_id", "availability_zone", "bucket",
        "bucket_arn",
        "bucket_domain_name", "bucket_regional_domain_name", "cidr_block", "client_id",
        "cluster_identifier", "cluster_resource_id", "creation_date", "default_network_acl_id",
        "default_route_table_id",
        "default_security_group_id", "dns_name", "domain_id", "endpoint", "execution_arn", "fqdn", "function_name",
        "home_efs_file_system_id", "hosted_zone_id", "id", "identifier", "invoke_arn", "key_id",
        "lifecycle_config_arn", "load_balancer_arn", "main_route_table_id", "name", "owner_id", "policy_id",
        "primary_network_interface_id", "private_dns", "private_ip", "qualified_arn", "qualified_invoke_arn",
        "registry_id",
        "repository_url", "resource_id", "root_resource_id", "subnet_id", "tags_all", "unique_id",
        "url", "user_profile_name", "version", "version_id", "vpc_id", "website_endpoint", "workgroup_arn", "zone_id",
    ]

    static func contain(_ attribute: ResourceAttribute) -> Bool {
        guard let name = attribute.path.first(where: { Int($0) == nil }) else { return true }
        return names.contains(name)
    }
}
