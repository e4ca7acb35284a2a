from rest_framework import serializers

from backend.platform.api.serializers import StrictSerializer
from shared.identity.types import ADMINISTRATOR_ROLES


class AccountFilters(StrictSerializer):
    q = serializers.CharField(required=False, max_length=60)
    is_active = serializers.BooleanField(required=False, allow_null=True, default=None)


class ProvinceAccountFilters(AccountFilters):
    entity_code = serializers.CharField(required=False, max_length=8)


class AccountRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    username = serializers.CharField()
    name = serializers.CharField()
    is_active = serializers.BooleanField()
    must_change_password = serializers.BooleanField()
    first_password_due = serializers.BooleanField()
    has_second_factor = serializers.BooleanField()
    locked_until = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class ProvinceAccountRowSerializer(AccountRowSerializer):
    entity_code = serializers.CharField()
    appointed_role = serializers.CharField()
    roles = serializers.SerializerMethodField()

    def get_roles(self, account: object) -> list[str]:
        if account.appointed_role:  # type: ignore[attr-defined]
            return [ADMINISTRATOR_ROLES[account.appointed_role]]  # type: ignore[attr-defined]
        return [holding.role.name for holding in account.province_roles.all()]  # type: ignore[attr-defined]


class BankAccountInput(StrictSerializer):
    staff_id = serializers.IntegerField(min_value=1)
    username = serializers.CharField(max_length=40)
    id_no = serializers.CharField(max_length=24)
    comment = serializers.CharField(required=False, allow_blank=True, max_length=500)


class ProvinceAccountInput(StrictSerializer):
    username = serializers.CharField(max_length=40)
    name = serializers.CharField(max_length=60)
    id_no = serializers.CharField(max_length=24)
    entity_code = serializers.CharField(required=False, max_length=8)
    role = serializers.ChoiceField(required=False, choices=list(ADMINISTRATOR_ROLES.items()))
    comment = serializers.CharField(required=False, allow_blank=True, max_length=500)


class AccountChangeInput(StrictSerializer):
    comment = serializers.CharField(required=False, allow_blank=True, max_length=500)


class FirstPasswordSerializer(serializers.Serializer):
    username = serializers.CharField()
    password = serializers.CharField()


class PersonAccount(serializers.Serializer):
    id = serializers.IntegerField()
    entity_code = serializers.CharField()
    username = serializers.CharField()
    name = serializers.CharField()
    is_active = serializers.BooleanField()


class SamePersonSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    accounts = PersonAccount(many=True)
