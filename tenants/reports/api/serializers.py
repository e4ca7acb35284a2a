from rest_framework import serializers

from backend.platform.api.serializers import BranchRef, MoneyField, ProductRef, StrictSerializer
from tenants.loans.selectors import LOAN_STATUSES


class LoanLedgerRow(serializers.Serializer):
    branch = BranchRef()
    product = ProductRef()
    status = serializers.ChoiceField(choices=LOAN_STATUSES)
    count = serializers.IntegerField()
    drawn = MoneyField()
    outstanding = MoneyField()
    overdue = MoneyField()


class LoanLedgerSerializer(serializers.Serializer):
    as_of = serializers.DateField()
    replica_delay_seconds = serializers.FloatField(allow_null=True)
    rows = LoanLedgerRow(many=True)


class NewLoansFilters(StrictSerializer):
    days = serializers.IntegerField(min_value=1, max_value=92, default=30)


class NewLoansRow(serializers.Serializer):
    on = serializers.DateField()
    count = serializers.IntegerField()
    drawn = MoneyField()


class NewLoansSerializer(serializers.Serializer):
    as_of = serializers.DateField()
    replica_delay_seconds = serializers.FloatField(allow_null=True)
    rows = NewLoansRow(many=True)
