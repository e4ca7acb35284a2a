from rest_framework import serializers

from backend.platform.api.serializers import MoneyField, StrictSerializer
from tenants.approvals.models import Action, Task
from tenants.approvals.types import Decision


class TaskFilters(StrictSerializer):
    state = serializers.ChoiceField(choices=Task.State.choices, required=False)
    node = serializers.CharField(max_length=40, required=False)
    q = serializers.CharField(max_length=60, required=False)
    mine = serializers.BooleanField(required=False)


class TaskRowSerializer(serializers.Serializer):
    """A task as the to-do list shows it."""

    id = serializers.IntegerField()
    node = serializers.CharField(source="node_key")
    node_name = serializers.CharField()
    business_type = serializers.CharField()
    business_id = serializers.IntegerField()
    business_no = serializers.CharField()
    customer_name = serializers.CharField()
    product_name = serializers.CharField()
    amount = MoneyField(read_only=True)
    branch_name = serializers.CharField(source="branch.name")
    created_at = serializers.DateTimeField()
    revision = serializers.IntegerField(source="instance.revision")
    state = serializers.ChoiceField(choices=Task.State.choices)
    decision = serializers.ChoiceField(choices=Decision.choices, allow_blank=True)
    opinion = serializers.CharField()
    assignee_name = serializers.CharField(source="done_by_name")
    decided_at = serializers.DateTimeField(source="done_at", allow_null=True)


class TaskDay(serializers.Serializer):
    on = serializers.DateField()
    done = serializers.IntegerField()
    waiting = serializers.IntegerField()


class TaskWeekSerializer(serializers.Serializer):
    rows = TaskDay(many=True)
    older = serializers.IntegerField()


class TaskFactSerializer(serializers.Serializer):
    name = serializers.CharField()
    value = serializers.CharField()


class TaskActionSerializer(serializers.Serializer):
    """One signed action of the case."""

    at = serializers.DateTimeField()
    actor_name = serializers.CharField()
    action = serializers.ChoiceField(source="op", choices=Action.Op.choices)
    node = serializers.CharField(source="node_key")
    opinion = serializers.CharField()
    amount = MoneyField(read_only=True)
    term_months = serializers.IntegerField()
    facts_sha256 = serializers.CharField()


class TaskDetailSerializer(TaskRowSerializer):
    """A task with the facts of its business and the signed actions so far."""

    term_months = serializers.IntegerField(source="instance.agreed_term_months")
    asked_amount = MoneyField(source="instance.amount", read_only=True)
    asked_term_months = serializers.IntegerField(source="instance.term_months")
    guarantee_mode = serializers.CharField(source="instance.guarantee_mode")
    facts = TaskFactSerializer(many=True)
    facts_sha256 = serializers.CharField()
    authority_limit = MoneyField(read_only=True, allow_null=True)
    actions = TaskActionSerializer(many=True)
    chain_intact = serializers.BooleanField()
    allowed_actions = serializers.ListField(child=serializers.CharField())


class TaskDecideInput(StrictSerializer):
    """A decision on the revision that was seen. The figures go with AGREE and may only be lower."""

    decision = serializers.ChoiceField(choices=Decision.choices)
    opinion = serializers.CharField(max_length=500)
    revision = serializers.IntegerField(min_value=1, max_value=1_000_000)
    approved_amount = MoneyField(required=False)
    approved_term_months = serializers.IntegerField(min_value=1, max_value=600, required=False)
