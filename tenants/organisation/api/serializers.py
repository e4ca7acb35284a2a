from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.platform.api.serializers import MoneyField, NameField, StrictSerializer
from backend.platform.permissions import ACTIONS
from tenants.organisation.models import Branch, Post, Role, Staff


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


class RoleAction(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()


class RoleRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    actions = serializers.SerializerMethodField()

    @extend_schema_field(RoleAction(many=True))
    def get_actions(self, role: Role) -> list[dict[str, str]]:
        return [{"code": action, "name": ACTIONS.get(action, action)} for action in role.actions]


class PostRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    role = NameField()
    branch = NameField()
    scope = serializers.ChoiceField(choices=Post.Scope.choices)


class AuthorityRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    staff = NameField()
    product_code = serializers.CharField()
    guarantee_mode = serializers.CharField()
    max_amount = MoneyField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
