from rest_framework import serializers

from backend.platform.api.serializers import NameField, StrictSerializer
from shared.identity.models import AuthenticationEvent, Session
from shared.identity.tokens import AUDIENCES


class SignInInput(StrictSerializer):
    username = serializers.CharField(max_length=40)
    password = serializers.CharField(max_length=128, trim_whitespace=False)


class PasswordChangeInput(StrictSerializer):
    current_password = serializers.CharField(max_length=128, trim_whitespace=False)
    new_password = serializers.CharField(max_length=128, trim_whitespace=False)


class CodeInput(StrictSerializer):
    """A code of the app (six digits) or a recovery code (four groups of four)."""

    code = serializers.CharField(max_length=40)


class PasswordInput(StrictSerializer):
    password = serializers.CharField(max_length=128, trim_whitespace=False)


class EnrolmentInput(StrictSerializer):
    password = serializers.CharField(max_length=128, trim_whitespace=False, required=False, allow_blank=True)


class SecondFactorStatusSerializer(serializers.Serializer):
    is_set = serializers.BooleanField()
    is_required = serializers.BooleanField()
    confirmed_at = serializers.DateTimeField(allow_null=True)
    recovery_codes_left = serializers.IntegerField()


class EnrolmentSerializer(serializers.Serializer):
    """The secret to type or the QR code (an SVG data URI) to scan; counted once a code of it came back."""

    secret = serializers.CharField()
    uri = serializers.CharField()
    qr_code = serializers.CharField()


class RecoveryCodesSerializer(serializers.Serializer):
    """Shown this once; only their hashes are kept."""

    recovery_codes = serializers.ListField(child=serializers.CharField())


class TokensInput(StrictSerializer):
    username = serializers.CharField(max_length=40)
    password = serializers.CharField(max_length=128, trim_whitespace=False)
    code = serializers.CharField(max_length=40, required=False, allow_blank=True)
    device_name = serializers.CharField(max_length=60)
    audience = serializers.ChoiceField(choices=AUDIENCES)


class TokensRefreshInput(StrictSerializer):
    refresh_token = serializers.CharField(max_length=120)


class TokensSerializer(serializers.Serializer):
    """`expires_in` counts the seconds of the access token; each refresh token is good for one use."""

    access_token = serializers.CharField()
    refresh_token = serializers.CharField()
    expires_in = serializers.IntegerField()
    token_type = serializers.CharField()


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
    must_set_second_factor = serializers.BooleanField()
    has_second_factor = serializers.BooleanField()
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
    channel = serializers.ChoiceField(choices=Session.Channel.choices)
    device_name = serializers.CharField()
    is_current = serializers.BooleanField()


class AuthenticationFilters(StrictSerializer):
    kind = serializers.ChoiceField(choices=AuthenticationEvent.Kind.choices, required=False)
    username = serializers.CharField(required=False, max_length=40)
    ip = serializers.CharField(required=False, max_length=45)
    q = serializers.CharField(required=False, max_length=60)
    since = serializers.DateTimeField(required=False)
    until = serializers.DateTimeField(required=False)


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
