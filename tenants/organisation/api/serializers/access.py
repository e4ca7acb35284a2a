from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.platform.api.serializers import (
    MoneyField,
    NamedActionSerializer,
    NameField,
    StrictSerializer,
    named_actions,
)
from shared.catalog.types import GuaranteeMode
from tenants.organisation.models import Authority, Post, Role

MAX_ID = 2**63 - 1


class CommentInput(StrictSerializer):
    comment = serializers.CharField(required=False, allow_blank=True, max_length=500)


class RoleRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    version = serializers.IntegerField()
    holders = serializers.IntegerField()
    actions = serializers.SerializerMethodField()

    @extend_schema_field(NamedActionSerializer(many=True))
    def get_actions(self, role: Role) -> list[dict[str, str]]:
        return named_actions(role.actions)


class PostRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    role = NameField()
    branch = NameField()
    scope = serializers.ChoiceField(choices=Post.Scope.choices)


class StaffRef(serializers.Serializer):
    id = serializers.IntegerField()
    staff_no = serializers.CharField()
    name = serializers.CharField()


class PostHoldingRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    staff = StaffRef()
    post = PostRowSerializer()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)


class RoleDetailSerializer(RoleRowSerializer):
    held = PostHoldingRowSerializer(many=True)


class RoleCreateInput(StrictSerializer):
    code = serializers.RegexField(r"^[a-z][a-z0-9_]{1,29}$")
    name = serializers.CharField(max_length=60)
    actions = serializers.ListField(child=serializers.CharField(max_length=80), allow_empty=False)


class RoleDefineInput(CommentInput):
    name = serializers.CharField(max_length=60)
    actions = serializers.ListField(child=serializers.CharField(max_length=80))
    version = serializers.IntegerField(min_value=1)


class PostHoldingFilters(StrictSerializer):
    q = serializers.CharField(required=False, max_length=60)
    staff_id = serializers.IntegerField(required=False, min_value=1, max_value=MAX_ID)
    role_id = serializers.IntegerField(required=False, min_value=1, max_value=MAX_ID)
    branch_id = serializers.IntegerField(required=False, min_value=1, max_value=MAX_ID)
    in_force = serializers.BooleanField(required=False, allow_null=True, default=None)


class PostAssignInput(CommentInput):
    staff_id = serializers.IntegerField(min_value=1, max_value=MAX_ID)
    role_id = serializers.IntegerField(min_value=1, max_value=MAX_ID)
    branch_id = serializers.IntegerField(min_value=1, max_value=MAX_ID)
    scope = serializers.ChoiceField(choices=Post.Scope.choices)
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(required=False, allow_null=True)


class PostEndInput(CommentInput):
    on = serializers.DateField()


class RoleRef(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()


class IncompatibleRowSerializer(serializers.Serializer):
    first = RoleRef()
    second = RoleRef()
    reason = serializers.CharField()
    held_by = serializers.ListField(child=serializers.CharField())


class AuthorityFilters(StrictSerializer):
    q = serializers.CharField(required=False, max_length=60)
    staff_id = serializers.IntegerField(required=False, min_value=1, max_value=MAX_ID)
    in_force = serializers.BooleanField(required=False)


class AuthorityLink(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField(source="staff.name")
    max_amount = MoneyField()


class AuthorityRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    staff = StaffRef()
    branch = NameField(source="staff.branch")
    product_code = serializers.CharField()
    guarantee_mode = serializers.CharField()
    max_amount = MoneyField()
    levels = serializers.IntegerField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)
    counts = serializers.BooleanField()
    chain = serializers.SerializerMethodField()

    @extend_schema_field(AuthorityLink(many=True))
    def get_chain(self, authority: Authority) -> Any:
        return AuthorityLink(authority.chain(), many=True).data


class AuthorityTerms(CommentInput):
    staff_id = serializers.IntegerField(min_value=1, max_value=MAX_ID)
    product_code = serializers.CharField(required=False, allow_blank=True, max_length=40)
    guarantee_mode = serializers.ChoiceField(required=False, allow_blank=True, choices=GuaranteeMode.choices)
    max_amount = MoneyField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(required=False, allow_null=True)


class AuthorityGrantInput(AuthorityTerms):
    levels = serializers.IntegerField(required=False, min_value=0, max_value=Authority.MAX_LEVELS)


class AuthorityDelegateInput(AuthorityTerms):
    """Part of the holder's own authority."""
