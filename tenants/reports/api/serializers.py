from rest_framework import serializers

from backend.platform.api.serializers import MoneyField


class LoanLedgerRow(serializers.Serializer):
    branch = serializers.CharField()
    product = serializers.CharField()
    status = serializers.CharField()
    count = serializers.IntegerField()
    drawn = MoneyField()
    outstanding = MoneyField()
    overdue = MoneyField()


class LoanLedgerSerializer(serializers.Serializer):
    as_of = serializers.DateField()
    replica_delay_seconds = serializers.FloatField(allow_null=True)
    rows = LoanLedgerRow(many=True)
