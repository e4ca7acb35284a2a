from rest_framework import serializers

from backend.platform.api.serializers import BranchRef, NameField, StrictSerializer
from tenants.organisation.models import Post, Staff

from .offices import CODE, HoldingRow, OrganisationChangeRow, identifier


class StaffFilters(StrictSerializer):
    q = serializers.CharField(required=False, max_length=60)
    branch_id = identifier(required=False)
    below = serializers.BooleanField(required=False)
    department_id = identifier(required=False)
    is_active = serializers.BooleanField(required=False)


class StaffRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    staff_no = serializers.CharField()
    name = serializers.CharField()
    branch = NameField()
    department = NameField(allow_null=True)
    is_active = serializers.BooleanField()
    posts = serializers.SerializerMethodField()

    def get_posts(self, staff: Staff) -> list[str]:
        return [holding.post.name for holding in staff.posts_now]  # type: ignore[attr-defined]


class PostHeld(serializers.Serializer):
    id = serializers.IntegerField()
    post = NameField()
    role = NameField(source="post.role")
    branch = BranchRef(source="post.branch")
    scope = serializers.ChoiceField(choices=Post.Scope.choices, source="post.scope")
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)


class StaffDetail(serializers.Serializer):
    id = serializers.IntegerField()
    staff_no = serializers.CharField()
    name = serializers.CharField()
    branch = BranchRef()
    department = NameField(allow_null=True)
    username = serializers.CharField(allow_blank=True)
    is_active = serializers.BooleanField()
    joined_on = serializers.DateField(allow_null=True)
    left_on = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()
    posts = PostHeld(many=True, source="posts_held")
    portfolio = HoldingRow(many=True)
    changes = OrganisationChangeRow(many=True)
    allowed_actions = serializers.ListField(child=serializers.CharField())


class StaffRegisterInput(StrictSerializer):
    staff_no = serializers.RegexField(CODE, max_length=20)
    name = serializers.CharField(max_length=60)
    branch_id = identifier()
    department_id = identifier(required=False, allow_null=True)


class StaffEditInput(StrictSerializer):
    name = serializers.CharField(max_length=60, required=False)
    department_id = identifier(required=False, allow_null=True)


class StaffPlaceInput(StrictSerializer):
    branch_id = identifier()
    department_id = identifier(required=False, allow_null=True)
    reason = serializers.CharField(max_length=500)


class HandoverPreviewFilters(StrictSerializer):
    to_id = identifier(required=False)
    with_branch = serializers.BooleanField(required=False)


class HandoverInput(StrictSerializer):
    to_id = identifier()
    kinds = serializers.ListField(child=serializers.CharField(max_length=40), required=False, max_length=40)
    with_branch = serializers.BooleanField(required=False)
    reason = serializers.CharField(max_length=500)


class HandoverResult(serializers.Serializer):
    moved = HoldingRow(many=True)
