from rest_framework import serializers

from backend.platform.api.serializers import BranchRef, NameField, StrictSerializer
from tenants.organisation.models.grids import REGION_CODE

from .offices import CODE, OrganisationChangeRow, identifier


class GridFilters(StrictSerializer):
    q = serializers.CharField(required=False, max_length=60)
    branch_id = identifier(required=False)
    officer_id = identifier(required=False)
    region_code = serializers.CharField(required=False, max_length=12)
    in_force = serializers.BooleanField(required=False)


class GridRow(serializers.Serializer):
    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    region_code = serializers.CharField()
    region_name = serializers.CharField()
    branch = BranchRef()
    officer = NameField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    in_force = serializers.BooleanField()


class GridDetail(GridRow):
    version = serializers.IntegerField()
    changes = OrganisationChangeRow(many=True)
    allowed_actions = serializers.ListField(child=serializers.CharField())


class GridCreateInput(StrictSerializer):
    code = serializers.RegexField(CODE, max_length=20)
    name = serializers.CharField(max_length=60)
    region_code = serializers.CharField(max_length=12, validators=[REGION_CODE])
    region_name = serializers.CharField(max_length=120, required=False)
    branch_id = identifier()
    officer_id = identifier()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(required=False, allow_null=True)


class GridEditInput(StrictSerializer):
    name = serializers.CharField(max_length=60, required=False)
    region_code = serializers.CharField(max_length=12, validators=[REGION_CODE], required=False)
    region_name = serializers.CharField(max_length=120, required=False, allow_blank=True)
    valid_to = serializers.DateField(required=False, allow_null=True)


class GridReassignInput(StrictSerializer):
    officer_id = identifier()
    reason = serializers.CharField(max_length=500)
