"""Writes of the approvals: start, decide, withdraw. One human action is one transaction."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from backend.platform import clock
from backend.platform.errors import NOT_ALLOWED, NOT_FOUND, WRONG_STATE
from backend.platform.permissions import Actor, scoped
from backend.platform.records import audit
from backend.platform.records.batches import batch_change
from tenants.organisation import selectors as organisation

from . import definition as flow
from . import errors, locks, notices
from .digests import action_digest, facts_of, facts_sha256
from .models import Action, NodeRun, ProcessInstance, Step, Task, Token
from .types import Decision, Outcome, ProcessResult, TaskState, handler_of, register_handler

__all__ = [
    "instance_start",
    "instance_withdraw",
    "instances_exclude",
    "register_handler",
    "task_decide",
    "tasks_hand_over",
]

FINAL_STATES = {
    Outcome.APPROVED: ProcessInstance.State.COMPLETED,
    Outcome.RETURNED: ProcessInstance.State.RETURNED,
    Outcome.REJECTED: ProcessInstance.State.REJECTED,
}


@transaction.atomic
def instance_start(
    *,
    actor: Actor,
    business_type: str,
    business_id: int,
    business_no: str,
    customer_name: str,
    product_name: str,
    product_code: str,
    guarantee_mode: str,
    amount: Decimal,
    term_months: int,
    branch_id: int,
    excluded_staff: Iterable[int] = (),
) -> ProcessInstance:
    """Put a business object before the reviewer; after a return the same instance is taken up again.

    `product_code` is the code that authorities are delegated for. `excluded_staff` are the persons who
    prepared the case and so may not decide it; whoever submits is one of them. The caller holds the
    business object's lock. Raises `approvals.already_running` (409).
    """
    given: dict[str, Any] = {
        "business_no": business_no,
        "customer_name": customer_name,
        "product_name": product_name,
        "product_code": product_code,
        "guarantee_mode": guarantee_mode,
        "amount": amount,
        "term_months": term_months,
        "agreed_amount": amount,
        "agreed_term_months": term_months,
        "branch_id": branch_id,
    }
    known = (
        ProcessInstance.objects.select_for_update()
        .filter(business_type=business_type, business_id=business_id, state__in=ProcessInstance.OPEN_STATES)
        .first()
    )
    excluded = {*excluded_staff, *([actor.staff_id] if actor.staff_id else [])}
    if known is None:
        instance = ProcessInstance.objects.create(
            definition_key=flow.TWO_NODE.key,
            definition_version=flow.TWO_NODE.version,
            business_type=business_type,
            business_id=business_id,
            excluded_staff=sorted(excluded),
            opened_by=actor.staff_id,
            opened_at=clock.now(),
            **given,
        )
    else:
        if known.state == ProcessInstance.State.RUNNING:
            raise errors.ALREADY_RUNNING.at(business_no=known.business_no)
        instance = known
        for name, value in given.items():
            setattr(instance, name, value)
        instance.excluded_staff = sorted(excluded | set(instance.excluded_staff))
        _change_state(instance, ProcessInstance.State.RUNNING)
    move = flow.start(instance.definition)
    _record_action(
        actor, instance, op=Action.Op.SUBMIT, move=move, facts_hash=facts_sha256(instance, facts_of(instance))
    )
    _follow(actor, instance, move)
    return instance


@transaction.atomic
def task_decide(
    *,
    actor: Actor,
    task_id: int,
    decision: str,
    opinion: str,
    revision: int,
    approved_amount: Decimal | None = None,
    approved_term_months: int | None = None,
) -> Task:
    """Decide a task. Each agreement may lower amount and term, none may raise them.

    Raises `platform.not_allowed` and `platform.not_found` when the task is not in the actor's pool,
    `approvals.stale_task` (409, with the fresh state) when somebody was faster, `approvals.same_person`
    (403), `organisation.authority_insufficient` (403), `approvals.amount_above`, `approvals.term_above`.
    """
    said = Decision(decision)
    task = _task_in_pool(actor, task_id)
    handler_of(task.business_type).hold(task.business_id)
    instance = locks.instance_lock(task.instance_id)
    task.refresh_from_db()
    if task.state != Task.State.OPEN or instance.revision != revision:
        raise errors.STALE_TASK.at(
            state=task.state,
            decision=task.decision,
            done_by=task.done_by_name,
            instance_state=instance.state,
            revision=instance.revision,
        )
    _must_be_another_person(actor, instance, task)
    _agree_on_terms(instance, said, approved_amount, approved_term_months)
    node = instance.definition.node(task.node_key)
    if said is Decision.AGREE and node.checks_authority:
        organisation.authority_require(
            staff_id=actor.staff_id or 0,
            product_code=instance.product_code,
            guarantee_mode=instance.guarantee_mode,
            amount=instance.agreed_amount,
            on=organisation.business_date(),
        )
    facts_hash = facts_sha256(instance, facts_of(instance))
    move = flow.complete(instance.definition, task.node_key, said)
    _close_task(task, Task.State.DONE, decision=said, opinion=opinion, by=actor)
    _record_action(
        actor,
        instance,
        op=Action.Op(said.value),
        move=move,
        facts_hash=facts_hash,
        task=task,
        opinion=opinion,
    )
    audit.record(actor, "approvals.decide", task, from_state="OPEN", to_state=said.value, comment=opinion)
    _follow(actor, instance, move, decision=said, opinion=opinion)
    return task


@transaction.atomic
def instance_withdraw(*, actor: Actor, business_type: str, business_id: int, reason: str) -> None:
    """Take a case back because its business was cancelled; does nothing when none is open.

    The caller holds the business object's lock.
    """
    instance = (
        ProcessInstance.objects.select_for_update()
        .filter(business_type=business_type, business_id=business_id, state__in=ProcessInstance.OPEN_STATES)
        .first()
    )
    if instance is None:
        return
    standing = instance.tokens.get(state=Token.State.LIVE)
    move = flow.Move(standing.node_key, flow.END)
    for task in instance.tasks.filter(state=Task.State.OPEN):
        _close_task(task, Task.State.CANCELLED)
    facts_hash = facts_sha256(instance, facts_of(instance))
    _record_action(actor, instance, op=Action.Op.WITHDRAW, move=move, facts_hash=facts_hash, opinion=reason)
    _leave_node(instance, move, decision="")
    Step.objects.create(instance=instance, from_node=move.from_key, to_node=move.to_key, at=clock.now())
    _change_state(instance, ProcessInstance.State.WITHDRAWN)
    _save_next_revision(instance)


@transaction.atomic
def instances_exclude(*, business_type: str, business_ids: Sequence[int], staff_id: int) -> list[str]:
    """Keep a person from deciding the open cases of these business objects, since he now stands for them.

    Answers the business numbers of the cases in which he decided before; the caller refuses then. Whoever
    has such a case on his screen must read it anew. The caller holds the business objects' locks.
    """
    rows = ProcessInstance.objects.filter(
        business_type=business_type, business_id__in=business_ids, state__in=ProcessInstance.OPEN_STATES
    )
    held = list(rows.select_for_update().order_by("pk"))
    said = Action.objects.filter(instance__in=held, staff_id=staff_id).exclude(op=Action.Op.SUBMIT)
    decided = sorted(set(said.values_list("instance__business_no", flat=True)))
    for instance in held:
        instance.excluded_staff = sorted({*instance.excluded_staff, staff_id})
        _save_next_revision(instance)
    return decided


@transaction.atomic
def tasks_hand_over(*, actor: Actor, from_id: int, to_id: int, branch_id: int | None = None) -> list[int]:
    """Give the open tasks that are meant for one person to another; answers their ids.

    Raises `approvals.recipient_cannot_decide` (409) when he holds no post for one of them or has prepared or
    decided the case elsewhere.
    """
    rows = Task.objects.filter(state=Task.State.OPEN, assignee_id=from_id)
    for task in rows.select_related("instance"):
        action = task.candidate_action
        prepared = to_id in task.instance.excluded_staff
        acted = task.instance.actions.filter(staff_id=to_id).exclude(node_key=task.node_key).exists()
        if prepared or acted or organisation.branches_not_served(to_id, [task.branch_id], action=action):
            raise errors.RECIPIENT_CANNOT_DECIDE.at(field="to_id", business_no=task.business_no)
    told = list(rows)
    ids = batch_change(actor, "approvals.hand_over", rows, {"assignee_id": (from_id, to_id)})
    notices.tasks_tell(actor, told, to_id)
    return ids


def _task_in_pool(actor: Actor, task_id: int) -> Task:
    """The task when it lies in the actor's pool or is assigned to him."""
    rows = Task.objects.filter(pk=task_id)
    seen = scoped(rows, actor, "approvals.view", owner="instance__opened_by").first()
    if seen is None:
        raise NOT_FOUND.at()
    actor.require(seen.candidate_action)
    task: Task | None = scoped(rows, actor, seen.candidate_action, owner="assignee_id").first()
    if task is None:
        raise NOT_FOUND.at()
    if actor.staff_id is None or task.assignee_id not in (None, actor.staff_id):
        raise NOT_ALLOWED.at(action=task.candidate_action)
    return task


def _must_be_another_person(actor: Actor, instance: ProcessInstance, task: Task) -> None:
    """Nobody decides what he prepared, nor at two nodes of one case, in whichever round."""
    acted_elsewhere = (
        instance.actions.filter(staff_id=actor.staff_id).exclude(node_key=task.node_key).exists()
    )
    if acted_elsewhere or actor.staff_id in instance.excluded_staff:
        raise errors.SAME_PERSON.at(node=task.node_name)


def _agree_on_terms(
    instance: ProcessInstance, said: Decision, amount: Decimal | None, term_months: int | None
) -> None:
    if said is not Decision.AGREE and (amount is not None or term_months is not None):
        raise errors.TERMS_WITHOUT_AGREEMENT.at(
            field="approved_amount" if amount is not None else "approved_term_months"
        )
    if amount is not None:
        if amount > instance.agreed_amount:
            raise errors.AMOUNT_ABOVE.at(field="approved_amount", limit=instance.agreed_amount)
        instance.agreed_amount = amount
    if term_months is not None:
        if term_months > instance.agreed_term_months:
            raise errors.TERM_ABOVE.at(field="approved_term_months", limit=instance.agreed_term_months)
        instance.agreed_term_months = term_months


def _follow(
    actor: Actor, instance: ProcessInstance, move: flow.Move, *, decision: str = "", opinion: str = ""
) -> None:
    """Move the token, and tell the business where the case now stands."""
    _leave_node(instance, move, decision=decision)
    Step.objects.create(
        instance=instance,
        from_node=move.from_key,
        to_node=move.to_key,
        decision=decision,
        outcome=move.outcome or "",
        at=clock.now(),
    )
    if move.to_key != flow.END:
        Token.objects.create(instance=instance, node_key=move.to_key)
    handler = handler_of(instance.business_type)
    if move.outcome is None:
        _open_node(instance, instance.definition.node(move.to_key))
        _save_next_revision(instance)
        handler.on_node(actor=actor, business_id=instance.business_id, node_key=move.to_key)
        return
    _change_state(instance, FINAL_STATES[move.outcome])
    _save_next_revision(instance)
    approved = move.outcome is Outcome.APPROVED
    handler.on_outcome(
        actor=actor,
        result=ProcessResult(
            business_id=instance.business_id,
            outcome=move.outcome,
            opinion=opinion,
            decided_on=organisation.business_date(),
            approved_amount=instance.agreed_amount if approved else None,
            approved_term_months=instance.agreed_term_months if approved else None,
        ),
    )


def _leave_node(instance: ProcessInstance, move: flow.Move, *, decision: str) -> None:
    instance.tokens.filter(state=Token.State.LIVE).update(state=Token.State.CONSUMED)
    instance.node_runs.filter(node_key=move.from_key, state=NodeRun.State.OPEN).update(
        state=NodeRun.State.CLOSED, decision=decision, closed_at=clock.now()
    )


def _open_node(instance: ProcessInstance, node: flow.Node) -> None:
    now = clock.now()
    run = NodeRun.objects.create(
        instance=instance,
        node_key=node.key,
        round=instance.node_runs.filter(node_key=node.key).count() + 1,
        policy={"action": node.action, "checks_authority": node.checks_authority},
        opened_at=now,
    )
    Task.objects.create(
        instance=instance,
        node_run=run,
        candidate_action=node.action,
        business_type=instance.business_type,
        business_id=instance.business_id,
        business_no=instance.business_no,
        customer_name=instance.customer_name,
        product_name=instance.product_name,
        amount=instance.agreed_amount,
        branch_id=instance.branch_id,
        node_key=node.key,
        node_name=node.name,
        created_at=now,
    )


def _close_task(
    task: Task, state: TaskState, *, decision: str = "", opinion: str = "", by: Actor | None = None
) -> None:
    if state not in Task.TRANSITIONS[Task.State(task.state)]:
        raise WRONG_STATE.at(state=task.state)
    task.state = state
    task.decision = decision
    task.opinion = opinion
    task.done_by = by.staff_id if by else None
    task.done_by_name = by.name if by else ""
    task.done_at = clock.now()
    task.save(update_fields=["state", "decision", "opinion", "done_by", "done_by_name", "done_at"])


def _change_state(instance: ProcessInstance, to: ProcessInstance.State) -> None:
    if to not in ProcessInstance.TRANSITIONS[ProcessInstance.State(instance.state)]:
        raise WRONG_STATE.at(state=instance.state)
    instance.state = to
    if to != ProcessInstance.State.RUNNING and to != ProcessInstance.State.RETURNED:
        instance.finished_at = clock.now()


def _save_next_revision(instance: ProcessInstance) -> None:
    instance.revision += 1
    instance.save()


def _record_action(
    actor: Actor,
    instance: ProcessInstance,
    *,
    op: Action.Op,
    move: flow.Move,
    facts_hash: str,
    task: Task | None = None,
    opinion: str = "",
) -> None:
    """Append to the chain of actions; the instance's row lock keeps the chain linear."""
    last = instance.actions.order_by("-id").first()
    action = Action(
        instance=instance,
        task=task,
        op=op,
        node_key=move.from_key,
        to_node=move.to_key,
        staff_id=actor.staff_id,
        actor_name=actor.name,
        opinion=opinion,
        amount=instance.agreed_amount,
        term_months=instance.agreed_term_months,
        facts_sha256=facts_hash,
        at=clock.now(),
        ip=actor.ip,
        previous_digest=last.digest if last else "",
    )
    action.digest = action_digest(action)
    action.save()
