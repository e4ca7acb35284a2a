from rest_framework import serializers

from backend.platform.api.serializers import StrictSerializer
from shared.entities.models import LegalEntity, OnboardingStep
from shared.entities.selectors import host_of

BANK_KINDS = [choice for choice in LegalEntity.Kind.choices if choice[0] != "PROVINCE"]


class EntityRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    code = serializers.CharField()
    kind = serializers.ChoiceField(choices=LegalEntity.Kind.choices)
    name = serializers.CharField()
    county = serializers.CharField()
    prefecture = serializers.CharField()
    division_code = serializers.CharField()
    status = serializers.ChoiceField(choices=LegalEntity.Status.choices)
    business_date = serializers.DateField(allow_null=True)
    host = serializers.SerializerMethodField()

    def get_host(self, row: LegalEntity) -> str:
        return host_of(row.code)


class OnboardingStepSerializer(serializers.Serializer):
    name = serializers.CharField()
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=OnboardingStep.State.choices)
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    error = serializers.CharField()


class EntityDetailSerializer(serializers.Serializer):
    entity = EntityRowSerializer()
    schema_version_current = serializers.BooleanField()
    steps = OnboardingStepSerializer(many=True)
    allowed_actions = serializers.ListField(child=serializers.CharField())


class OnboardingSerializer(serializers.Serializer):
    state = serializers.ChoiceField(choices=LegalEntity.Status.choices)
    steps = OnboardingStepSerializer(many=True)


class EntityFilters(StrictSerializer):
    q = serializers.CharField(required=False, max_length=60)
    kind = serializers.ChoiceField(required=False, choices=BANK_KINDS)
    status = serializers.ChoiceField(required=False, choices=LegalEntity.Status.choices)


class EntityOnboardInput(StrictSerializer):
    code = serializers.CharField(max_length=8)
    name = serializers.CharField(max_length=60)
    kind = serializers.ChoiceField(choices=BANK_KINDS)
    county = serializers.CharField(max_length=30, allow_blank=True, default="")
    prefecture = serializers.CharField(max_length=30, allow_blank=True, default="")
    division_code = serializers.RegexField(r"^\d{6}$", allow_blank=True, default="")


class EntityFacts(serializers.Serializer):
    """What the sign-in page may know before anybody has signed in."""

    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=LegalEntity.Kind.choices)
    realm = serializers.ChoiceField(choices=[("bank", "行社"), ("province", "省联社")])
    environment = serializers.CharField()
