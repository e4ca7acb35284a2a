from rest_framework import serializers

from backend.platform.api.serializers import BranchRef, MoneyField, ProductRef
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
