from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.platform.api.serializers import MoneyField, NameField
from backend.platform.permissions import ACTIONS
from tenants.organisation.models import Post, Role


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
