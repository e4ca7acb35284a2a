from rest_framework import serializers

from backend.platform.api.serializers import NameField, StrictSerializer
from tenants.organisation.models import Branch, Staff


class BranchRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Branch.Kind.choices)
    parent = NameField(allow_null=True)
    is_open = serializers.BooleanField()


class StaffFilters(StrictSerializer):
    q = serializers.CharField(required=False, max_length=60)
    branch_id = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)


class StaffRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    staff_no = serializers.CharField()
    name = serializers.CharField()
    branch = NameField()
    is_active = serializers.BooleanField()
    posts = serializers.SerializerMethodField()

    def get_posts(self, staff: Staff) -> list[str]:
        return [holding.post.name for holding in staff.holdings.all() if holding.valid_to is None]
