from rest_framework import serializers

from backend.platform.api.serializers import NameField, StrictSerializer
from shared.identity.models import AuthenticationEvent


class SignInInput(StrictSerializer):
    username = serializers.CharField(max_length=40)
    password = serializers.CharField(max_length=128, trim_whitespace=False)


class PasswordChangeInput(StrictSerializer):
    current_password = serializers.CharField(max_length=128, trim_whitespace=False)
    new_password = serializers.CharField(max_length=128, trim_whitespace=False)


class SessionAccount(serializers.Serializer):
    id = serializers.IntegerField()
    username = serializers.CharField()
    name = serializers.CharField()


class SessionBranch(serializers.Serializer):
    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()


class SessionStaff(serializers.Serializer):
    id = serializers.IntegerField()
    staff_no = serializers.CharField()
    name = serializers.CharField()
    branch = SessionBranch(allow_null=True)


class SessionEntity(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()


class SessionPost(NameField):
    role = serializers.CharField()
    scope = serializers.CharField()


class SessionSerializer(serializers.Serializer):
    account = SessionAccount()
    staff = SessionStaff(allow_null=True)
    must_change_password = serializers.BooleanField()
    entity = SessionEntity()
    realm = serializers.CharField()
    business_date = serializers.DateField(allow_null=True)
    actions = serializers.ListField(child=serializers.CharField())
    posts = SessionPost(many=True)


class OwnSessionSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    created_at = serializers.DateTimeField()
    last_seen_at = serializers.DateTimeField()
    ip = serializers.CharField()
    user_agent = serializers.CharField()
    is_current = serializers.BooleanField()


class AccountFilters(StrictSerializer):
    q = serializers.CharField(required=False, max_length=60)


class AccountRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    username = serializers.CharField()
    name = serializers.CharField()
    is_active = serializers.BooleanField()
    must_change_password = serializers.BooleanField()
    locked_until = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class ProvinceAccountRowSerializer(AccountRowSerializer):
    roles = serializers.SerializerMethodField()

    def get_roles(self, account: object) -> list[str]:
        return [holding.role.name for holding in account.province_roles.all()]  # type: ignore[attr-defined]


class AuthenticationFilters(StrictSerializer):
    kind = serializers.ChoiceField(choices=AuthenticationEvent.Kind.choices, required=False)
    username = serializers.CharField(required=False, max_length=40)
    ip = serializers.CharField(required=False, max_length=45)
    q = serializers.CharField(required=False, max_length=60)


class ProvinceAuthenticationFilters(AuthenticationFilters):
    entity_code = serializers.CharField(required=False, max_length=8)


class AuthenticationRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    kind = serializers.ChoiceField(choices=AuthenticationEvent.Kind.choices)
    entity_code = serializers.CharField()
    username = serializers.CharField()
    ip = serializers.CharField()
    user_agent = serializers.CharField()
