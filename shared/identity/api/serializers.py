from rest_framework import serializers

from backend.platform.api.serializers import NameField, StrictSerializer


class SignInInput(StrictSerializer):
    username = serializers.CharField(max_length=40)
    password = serializers.CharField(max_length=128, trim_whitespace=False)


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
    entity = SessionEntity()
    realm = serializers.CharField()
    business_date = serializers.DateField(allow_null=True)
    actions = serializers.ListField(child=serializers.CharField())
    posts = SessionPost(many=True)


class AccountFilters(StrictSerializer):
    q = serializers.CharField(required=False, max_length=60)


class AccountRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    username = serializers.CharField()
    name = serializers.CharField()
    is_active = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    roles = serializers.SerializerMethodField()

    def get_roles(self, account: object) -> list[str]:
        return [holding.role.name for holding in account.province_roles.all()]  # type: ignore[attr-defined]
