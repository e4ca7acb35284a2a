from rest_framework import serializers

from backend.platform.api.serializers import BranchRef, NameField, StrictSerializer
from tenants.organisation.models import Branch, OrganisationChange

BIGGEST_ID = 2**63 - 1
CODE = r"^[A-Za-z0-9][A-Za-z0-9_-]*\Z"
BELOW_HEAD_OFFICE = [(k.value, k.label) for k in Branch.Kind if k != Branch.Kind.HEAD_OFFICE]


def identifier(**kwargs: object) -> serializers.IntegerField:
    """The id of another record."""
    return serializers.IntegerField(min_value=1, max_value=BIGGEST_ID, **kwargs)  # type: ignore[arg-type]


class OrganisationChangeRow(serializers.Serializer):
    kind = serializers.ChoiceField(choices=OrganisationChange.Kind.choices)
    from_value = serializers.CharField()
    to_value = serializers.CharField()
    counts = serializers.DictField(child=serializers.IntegerField())
    reason = serializers.CharField()
    on = serializers.DateField()
    at = serializers.DateTimeField()
    actor_name = serializers.CharField()


class HoldingRow(serializers.Serializer):
    """How much of one kind hangs on a branch or belongs to a person; see `Holding`."""

    kind = serializers.CharField()
    count = serializers.IntegerField()
    moves_branch = serializers.BooleanField()
    uncovered = serializers.ListField(child=serializers.CharField())


class BranchFilters(StrictSerializer):
    q = serializers.CharField(required=False, max_length=60)
    is_open = serializers.BooleanField(required=False)
    parent_id = identifier(required=False)
    kind = serializers.ChoiceField(choices=Branch.Kind.choices, required=False)


class BranchRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Branch.Kind.choices)
    parent = NameField(allow_null=True)
    is_open = serializers.BooleanField()
    staff_count = serializers.IntegerField()


class DepartmentFilters(StrictSerializer):
    q = serializers.CharField(required=False, max_length=60)
    branch_id = identifier(required=False)
    is_open = serializers.BooleanField(required=False)


class DepartmentRow(serializers.Serializer):
    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    branch = BranchRef()
    is_open = serializers.BooleanField()
    staff_count = serializers.IntegerField()


class DepartmentDetail(DepartmentRow):
    version = serializers.IntegerField()
    changes = OrganisationChangeRow(many=True)
    allowed_actions = serializers.ListField(child=serializers.CharField())


class BranchDetail(BranchRowSerializer):
    version = serializers.IntegerField()
    departments = DepartmentRow(many=True, source="departments_shown")
    changes = OrganisationChangeRow(many=True)
    allowed_actions = serializers.ListField(child=serializers.CharField())


class BranchCreateInput(StrictSerializer):
    parent_id = identifier()
    code = serializers.RegexField(CODE, max_length=12)
    name = serializers.CharField(max_length=60)
    kind = serializers.ChoiceField(choices=BELOW_HEAD_OFFICE)
    reason = serializers.CharField(max_length=500, required=False)


class BranchEditInput(StrictSerializer):
    name = serializers.CharField(max_length=60, required=False)
    kind = serializers.ChoiceField(choices=BELOW_HEAD_OFFICE, required=False)


class BranchMoveInput(StrictSerializer):
    parent_id = identifier()
    reason = serializers.CharField(max_length=500)


class DepartmentCreateInput(StrictSerializer):
    branch_id = identifier()
    code = serializers.RegexField(CODE, max_length=12)
    name = serializers.CharField(max_length=60)


class DepartmentEditInput(StrictSerializer):
    name = serializers.CharField(max_length=60)


class DepartmentMoveInput(StrictSerializer):
    branch_id = identifier()
    reason = serializers.CharField(max_length=500)
