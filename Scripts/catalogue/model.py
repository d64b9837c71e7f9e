"""The facts in memory: types, the objects they are made of, and their properties.

A value type is written as a short code, the same in memory and in the tables:

    s string   i integer   n number   b boolean   t timestamp   j any JSON value
    [X list of X           {X map from string to X              @NAME object

An object name that begins with `.` belongs to the type of the table row that mentions it.
"""

from dataclasses import dataclass, field

#: Characters that separate the parts of a table row; a fact that contains one is refused or left out.
SEPARATORS = "\t\n;|"


@dataclass
class Property:
    name: str
    type: str
    required: bool = False
    read_only: bool = False
    #: Only the API has it; CloudFormation does not.
    api_only: bool = False
    enum: list = field(default_factory=list)
    minimum: object = None
    maximum: object = None
    #: What an absent value means, as text in the property's type.
    default: str = None
    #: Which list of the API an instance type must be in, such as `hosting`.
    instance_use: str = None
    #: Types of the resources that the value names, each `TYPE`, `TYPE~pattern` or `TYPE=property`.
    references: list = field(default_factory=list)
    #: How text inside the value is wrapped: base64, json, url.
    encoding: str = None

    def target_object(self):
        """The object at the end of lists and maps, or None."""
        at = self.type.find("@")
        return None if at < 0 else self.type[at + 1:]


@dataclass
class ResourceType:
    name: str
    #: Object name to {property name: Property}; the key "" is the resource itself.
    objects: dict = field(default_factory=dict)
    taggable: bool = False
    tag_property: str = None
    #: list (of Key and Value), map, or other.
    tag_shape: str = None
    identifiers: list = field(default_factory=list)
    #: What `Ref` gives: name, arn, id or composite; None when not known.
    ref_value: str = None
    name_property: str = None
    arn_property: str = None
    #: False: the type exists only in the API.
    has_schema: bool = True
    #: The type takes any property.
    is_open: bool = False

    def resolve(self, path):
        """The properties along a path such as `A.B[].C`; raises KeyError with the first name that does not exist."""
        chain, owner = [], ""
        for part in path.split("."):
            name = part.removesuffix("[]")
            if owner is None or name not in self.objects.get(owner, {}):
                raise KeyError(f"{self.name}: `{path}` ends at `{name}`")
            prop = self.objects[owner][name]
            chain.append((owner, prop))
            target = prop.target_object()
            owner = target
        return chain
