from rest_framework import serializers

from backend.platform.api.serializers import BranchRef, CodeField, MoneyField, NameField, StrictSerializer
from tenants.customers.dictionaries import OCCUPATION
from tenants.customers.models import REGION_CODE, Customer, HouseholdMember, Reveal

REVEALED = [("id_no", "身份证号"), ("phone", "手机号"), ("address", "住址")]
MAX_ID = 2**63 - 1


class HouseholdRef(serializers.Serializer):
    id = serializers.IntegerField()
    household_no = serializers.CharField()
    name = serializers.CharField()


class CustomerFilters(StrictSerializer):
    q = serializers.CharField(required=False, allow_blank=True, max_length=60)
    status = serializers.ChoiceField(choices=Customer.Status.choices, required=False)
    is_farmer = serializers.BooleanField(required=False)
    branch_id = serializers.IntegerField(required=False, min_value=1, max_value=MAX_ID)
    owner_id = serializers.IntegerField(required=False, min_value=1, max_value=MAX_ID)


class CustomerRow(serializers.Serializer):
    """A customer; identity number, telephone and address are masked."""

    id = serializers.IntegerField()
    customer_no = serializers.CharField()
    name = serializers.CharField()
    id_no = serializers.CharField(source="id_no_masked")
    gender = serializers.ChoiceField(choices=Customer.Gender.choices)
    birth_on = serializers.DateField()
    age = serializers.IntegerField()
    phone = serializers.CharField(source="phone_masked")
    address = serializers.CharField(source="address_masked")
    occupation = CodeField(
        dictionary=OCCUPATION,
        help_text="An entry of the dictionary customers.occupation; older files hold words",
    )
    monthly_income = MoneyField(allow_null=True)
    is_farmer = serializers.BooleanField()
    household = HouseholdRef(allow_null=True)
    branch = BranchRef()
    owner = NameField()
    status = serializers.ChoiceField(choices=Customer.Status.choices)
    created_at = serializers.DateTimeField()


class CustomerDetail(CustomerRow):
    version = serializers.IntegerField(help_text="Counts the edits; also the ETag")


class CustomerRegisterInput(StrictSerializer):
    name = serializers.CharField(max_length=60)
    id_no = serializers.CharField(max_length=40)
    phone = serializers.CharField(max_length=40)
    address = serializers.CharField(max_length=200, allow_blank=True, required=False)
    occupation = serializers.CharField(max_length=30, allow_blank=True, required=False)
    monthly_income = MoneyField(allow_zero=True, allow_null=True, required=False)
    is_farmer = serializers.BooleanField(required=False)


class CustomerEditInput(StrictSerializer):
    """Changes to a customer; what is left out stays. Name and numbers are corrected by two persons."""

    address = serializers.CharField(max_length=200, allow_blank=True, required=False)
    occupation = serializers.CharField(max_length=30, allow_blank=True, required=False)
    monthly_income = MoneyField(allow_zero=True, allow_null=True, required=False)
    is_farmer = serializers.BooleanField(required=False)


class IdentityCorrectionInput(StrictSerializer):
    """Who the customer really is; what is left out stays."""

    name = serializers.CharField(max_length=60, required=False)
    id_no = serializers.CharField(max_length=40, required=False)
    phone = serializers.CharField(max_length=40, required=False)
    reason = serializers.CharField(max_length=500)


class CustomerRevealInput(StrictSerializer):
    fields = serializers.ListField(  # type: ignore[assignment]
        child=serializers.ChoiceField(choices=REVEALED), min_length=1, max_length=len(REVEALED)
    )
    purpose = serializers.ChoiceField(choices=Reveal.Purpose.choices)
    reason = serializers.CharField(max_length=200)


class RevealedValues(serializers.Serializer):
    """The values that were asked for, in full. Show them for a minute and keep them nowhere."""

    id_no = serializers.CharField(required=False)
    phone = serializers.CharField(required=False)
    address = serializers.CharField(required=False, allow_blank=True)


class GridRef(serializers.Serializer):
    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()


class HouseholdFilters(StrictSerializer):
    grid_id = serializers.IntegerField(required=False, min_value=1, max_value=MAX_ID)
    q = serializers.CharField(required=False, allow_blank=True, max_length=60)
    region_code = serializers.RegexField(r"^[0-9]{2,12}\Z", required=False)


class HouseholdRow(serializers.Serializer):
    id = serializers.IntegerField()
    household_no = serializers.CharField()
    name = serializers.CharField()
    region_code = serializers.CharField()
    region_name = serializers.CharField()
    address = serializers.CharField(source="address_masked")
    grid = GridRef(allow_null=True)
    land_mu = serializers.DecimalField(max_digits=10, decimal_places=2)
    yearly_income = MoneyField()
    yearly_cost = MoneyField()
    branch = BranchRef()
    created_at = serializers.DateTimeField()


class HouseholdMemberRow(serializers.Serializer):
    id = serializers.IntegerField()
    customer_id = serializers.IntegerField()
    name = serializers.CharField(source="customer.name")
    relation = serializers.ChoiceField(choices=HouseholdMember.Relation.choices)


class HouseholdDetail(HouseholdRow):
    members = HouseholdMemberRow(source="members.all", many=True)


class HouseholdCreateInput(StrictSerializer):
    grid_id = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=MAX_ID)
    name = serializers.CharField(max_length=60)
    region_code = serializers.CharField(max_length=12, validators=[REGION_CODE])
    region_name = serializers.CharField(max_length=120, allow_blank=True, required=False)
    address = serializers.CharField(max_length=200, allow_blank=True, required=False)
    land_mu = serializers.DecimalField(max_digits=10, decimal_places=2, min_value=0, required=False)
    yearly_income = MoneyField(allow_zero=True, required=False)
    yearly_cost = MoneyField(allow_zero=True, required=False)


class HouseholdMemberInput(StrictSerializer):
    customer_id = serializers.IntegerField(min_value=1, max_value=MAX_ID)
    relation = serializers.ChoiceField(choices=HouseholdMember.Relation.choices)
