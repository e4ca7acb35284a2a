"""Maker and checker: a change that one person proposes and another lets take effect.

An app registers each kind of change in its `AppConfig.ready()`:

    changes.register(ChangeKind(
        code="organisation.role_define", name="角色权限",
        make_action="organisation.access_manage", check_action="organisation.access_check",
        apply=_apply, describe=_describe, current_version=_version, interested=_interested,
        subject_type="organisation.role",
    ))

and its endpoint calls `propose` where it would have called the service. Nothing happens to the subject
until a second person, who saw exactly what was proposed, calls `approve`: then the service runs, in that
transaction. What changes without a person (the seed, a night) calls the service itself.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypedDict

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from backend.platform import clock, jobs, ports
from backend.platform.constraints import refusing
from backend.platform.desk.notice_kinds import declare_notice
from backend.platform.desk.notices import notify
from backend.platform.desk.todo import Todo, declare_todo
from backend.platform.edits import state_is
from backend.platform.errors import NOT_FOUND, DomainError, declare
from backend.platform.permissions import ACTIONS, Actor, Face, action_group
from backend.platform.tenancy import current_entity

from . import audit
from .models import PendingChange

State = PendingChange.State
TRANSITIONS: dict[str, tuple[str, ...]] = {
    State.PENDING: (State.APPROVED, State.REJECTED, State.WITHDRAWN, State.EXPIRED),
}
LIFETIME = timedelta(days=7)
"""So long a change waits for its checker, unless its kind says otherwise."""

ALREADY_PENDING = declare(
    "changes.already_pending",
    409,
    zh="该对象已有待复核的变更(编号 {change_id},经办人 {maker})",
    en="A change of this is waiting already (number {change_id}, made by {maker})",
)
NOTHING_CHANGES = declare("changes.nothing_changes", 422, zh="内容没有变化", en="This would change nothing")
NO_PERSON = declare(
    "changes.no_person", 403, zh="变更须由本人账号经办和复核", en="A change is made and checked by persons"
)
SELF_CHECK = declare(
    "changes.self_check", 403, zh="经办人不能复核自己提交的变更", en="The maker of a change may not check it"
)
SAME_PERSON = declare(
    "changes.same_person",
    403,
    zh="经办账号与复核账号属于同一自然人",
    en="The maker's and the checker's account belong to one person",
)
INTERESTED = declare(
    "changes.interested",
    403,
    zh="变更与您本人或亲属有关,须由他人复核",
    en="The change concerns you or a relative of yours: somebody else must check it",
)
NOT_MAKER = declare(
    "changes.not_maker", 403, zh="只有经办人可以撤回", en="Only the maker may withdraw the change"
)
CONTENT_DIFFERS = declare(
    "changes.content_differs",
    409,
    zh="变更内容与您看到的不一致,请刷新后重新核对",
    en="This is not the content that you saw: reload and check it again",
)
SUBJECT_MOVED = declare(
    "changes.subject_moved",
    409,
    zh="对象在提交后已发生变化,该变更不能再生效,请退回后重新提交",
    en="The subject has changed since: the change cannot take effect, reject it and have it made again",
)
EXPIRED = declare(
    "changes.expired", 409, zh="变更已过有效期,请重新提交", en="The change has expired: make it again"
)
DECIDED_ZH, DECIDED_EN = "复核结果", "Outcome of a check"
NOTICE_OF = {
    State.APPROVED: declare_notice(
        "changes.approved",
        name_zh=DECIDED_ZH,
        name_en=DECIDED_EN,
        zh="「{title}」已由{checker}复核通过",
        en='"{title}" was approved by {checker}',
    ),
    State.REJECTED: declare_notice(
        "changes.rejected",
        name_zh=DECIDED_ZH,
        name_en=DECIDED_EN,
        zh="「{title}」被{checker}退回:{comment}",
        en='"{title}" was sent back by {checker}: {comment}',
    ),
    State.EXPIRED: declare_notice(
        "changes.expired",
        name_zh=DECIDED_ZH,
        name_en=DECIDED_EN,
        zh="「{title}」无人复核,已过期",
        en='"{title}" expired: nobody checked it in time',
    ),
}
"""What the maker is told of the end of his change; his own withdrawal is no news to him."""
CHECKING_ERRORS = (SELF_CHECK, SAME_PERSON, INTERESTED, CONTENT_DIFFERS, SUBJECT_MOVED, EXPIRED)


class Line(TypedDict):
    """One line of what changes, in words that a checker reads; empty where there is no value."""

    field: str
    label: str
    before: str
    after: str


Payload = dict[str, Any]


def _no_version(subject_id: int | None) -> int | None:
    return None


def _nobody(payload: Payload, subject_id: int | None) -> set[int]:
    return set()


@dataclass(frozen=True)
class ChangeKind:
    """A kind of change: who makes it, who checks it, how it reads and what it does.

    `payload` comes as plain JSON (decimals and dates are strings). `describe` and `apply` raise the app's
    refusals, so that a wrong proposal is refused when it is made and again when it takes effect.
    """

    code: str
    name: str
    make_action: str
    check_action: str
    apply: Callable[[Actor, PendingChange], Any]
    """(checker, change): calls the service; runs in the transaction of the approval."""
    describe: Callable[[Payload, int | None], Sequence[Line]]
    """(payload, subject_id): the difference to what is in force, only what differs, labels in Chinese."""
    current_version: Callable[[int | None], int | None] = _no_version
    """(subject_id): the subject's version, read under the row's lock (`select_for_update`): at the approval
    nobody may change the subject between this reading and `apply`. None where there is nothing yet."""
    interested: Callable[[Payload, int | None], set[int]] = _nobody
    """(payload, subject_id): ids of the accounts whose owners may not check, such as the person concerned."""
    within: Callable[[Actor], models.QuerySet] | None = None
    """(actor): the subjects that he reaches; for who reaches it not, a change of one is not there. None: all."""
    subject_type: str = ""
    """What `subject_id` points at, as `app.model` in small letters."""
    lifetime: timedelta = LIFETIME


KINDS: dict[str, ChangeKind] = {}


def register(kind: ChangeKind) -> ChangeKind:
    """Make a kind known; a code stands for one kind, which may be registered again as it is."""
    if KINDS.setdefault(kind.code, kind) != kind:
        raise ValueError(f"change kind {kind.code} is registered twice")
    return kind


def line(field: str, label: str, before: Any, after: Any) -> Line:
    """A line of the difference; None reads as nothing."""
    texts = ["" if value is None else str(value) for value in (before, after)]
    return {"field": field, "label": label, "before": texts[0], "after": texts[1]}


def differing(lines: Sequence[Line]) -> list[Line]:
    """Those lines that change something."""
    return [item for item in lines if item["before"] != item["after"]]


def action_lines(before: Sequence[str], after: Sequence[str]) -> list[Line]:
    """How a set of actions changes: a line for each part of the system in which it does."""
    groups = dict(action_group(action) for action in ACTIONS if action in {*before, *after})
    lines = []
    for code, name in groups.items():
        held = [
            "、".join(ACTIONS[a] for a in ACTIONS if a in actions and action_group(a)[0] == code)
            for actions in (before, after)
        ]
        lines.append(line(f"actions.{code}", f"权限 · {name}", *held))
    return differing(lines)


def _plain(value: Any) -> Any:
    """The value as JSON keeps it, so that what is hashed is what is read back."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False))


def _hash_of(change: PendingChange) -> str:
    content = [
        change.kind,
        change.subject_id,
        change.subject_no,
        change.subject_version,
        change.payload,
        change.difference,
    ]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _person(actor: Actor) -> int:
    if actor.account_id is None:
        raise NO_PERSON.at()
    return actor.account_id


@transaction.atomic
def propose(
    *,
    actor: Actor,
    kind: str,
    payload: Payload,
    subject_id: int | None = None,
    subject_no: str = "",
    title: str = "",
    comment: str = "",
) -> PendingChange:
    """Write down what shall change and let it wait for a second person.

    Raises 403 `platform.not_allowed` without the kind's make action, 422 `changes.nothing_changes`,
    409 `changes.already_pending` while the same kind of change of the same subject waits, and whatever
    the kind's `describe` refuses. `subject_no` is the number or name that people know the subject by.
    """
    of = KINDS[kind]
    actor.require(of.make_action)
    maker = _person(actor)
    now = clock.now()
    same = PendingChange.objects.filter(kind=kind, subject_id=subject_id, subject_no=subject_no)
    for lapsed in same.filter(state=State.PENDING, expires_at__lte=now).select_for_update():
        _expire(lapsed)
    plain = _plain(payload)
    version = of.current_version(subject_id)
    difference = _plain(list(of.describe(plain, subject_id)))
    if not difference:
        raise NOTHING_CHANGES.at()
    change = PendingChange(
        kind=kind,
        title=(title or f"{of.name} {subject_no}").strip()[:200],
        subject_type=of.subject_type,
        subject_id=subject_id,
        subject_no=subject_no,
        subject_version=version,
        payload=plain,
        difference=difference,
        comment=comment,
        maker_account_id=maker,
        maker_name=actor.name,
        made_at=now,
        expires_at=now + of.lifetime,
        barred_accounts=sorted(ports.accounts_of_same_persons({maker, *of.interested(plain, subject_id)})),
    )
    change.content_hash = _hash_of(change)

    def in_the_way() -> DomainError:
        waiting = PendingChange.objects.filter(kind=kind, subject_id=subject_id, state=State.PENDING)
        first = waiting.filter(subject_no=subject_no).first() or waiting.first()
        return ALREADY_PENDING.at(
            change_id=first.pk if first else "-", maker=first.maker_name if first else "-"
        )

    with refusing(change_pending_subject=in_the_way, change_pending_number=in_the_way):
        change.save()
    audit.record(
        actor,
        "changes.propose",
        change,
        object_no=subject_no,
        to_state=State.PENDING,
        changes={item["label"]: [item["before"], item["after"]] for item in difference},
        comment=f"{change.title} {comment}".strip(),
    )
    return _shown(actor, change)


def _locked(pk: int) -> PendingChange:
    change = PendingChange.objects.select_for_update().filter(pk=pk).first()
    if change is None or change.kind not in KINDS:
        raise NOT_FOUND.at()
    return change


def refusal_to_check(actor: Actor, change: PendingChange) -> DomainError | None:
    """Why this person may not check the change, whatever its state; None when he may."""
    of = KINDS[change.kind]
    if actor.account_id is None:
        return NO_PERSON.at()
    if actor.account_id == change.maker_account_id:
        return SELF_CHECK.at()
    if actor.account_id in ports.accounts_of_same_persons({change.maker_account_id}):
        return SAME_PERSON.at()
    concerned = of.interested(change.payload, change.subject_id)
    if actor.account_id in {*change.barred_accounts, *ports.accounts_of_same_persons(concerned)}:
        return INTERESTED.at()
    return None


def _shown(actor: Actor, change: PendingChange) -> PendingChange:
    """The change with what the actor may do with it, and why he may not check it (an error code, or "")."""
    change.allowed_actions, change.check_refusal = [], ""
    if change.state != State.PENDING:
        return change
    if actor.account_id == change.maker_account_id:
        change.allowed_actions = ["withdraw"]
    if actor.can(KINDS[change.kind].check_action):
        refusal = refusal_to_check(actor, change)
        if refusal is not None:
            change.check_refusal = refusal.code
        elif change.expires_at > clock.now():
            change.allowed_actions = ["approve", "reject"]
    return change


def _to_decide(actor: Actor, pk: int, seen_hash: str | None) -> PendingChange:
    """The locked change, with everything proven that both decisions need."""
    change = _locked(pk)
    of = KINDS[change.kind]
    actor.require(of.check_action)
    if of.within is not None and not of.within(actor).filter(pk=change.subject_id).exists():
        raise NOT_FOUND.at()
    state_is(change.state, [State.PENDING])
    if change.expires_at <= clock.now():
        raise EXPIRED.at()
    if refusal := refusal_to_check(actor, change):
        raise refusal
    if seen_hash is not None and (seen_hash != change.content_hash or _hash_of(change) != seen_hash):
        raise CONTENT_DIFFERS.at()
    return change


def _decide(change: PendingChange, actor: Actor, state: str, comment: str) -> PendingChange:
    change.state = state
    change.decided_at = clock.now()
    if state in (State.APPROVED, State.REJECTED):
        change.checker_account_id, change.checker_name = actor.account_id, actor.name
        change.checker_comment = comment
    change.save(
        update_fields=["state", "decided_at", "checker_account_id", "checker_name", "checker_comment"]
    )
    if state in NOTICE_OF:
        notify(
            NOTICE_OF[State(state)],
            to=[change.maker_account_id],
            path=f"/changes/{change.pk}",
            params={"title": change.title, "checker": actor.name, "comment": comment},
        )
    return _shown(actor, change)


@transaction.atomic
def approve(*, actor: Actor, pk: int, seen_hash: str, comment: str = "") -> PendingChange:
    """Let the change take effect, as the second person.

    `seen_hash` is the `content_hash` of what he read. Raises 403 for the maker, for the maker's other
    account and for persons concerned; 409 when it was decided before (`platform.wrong_state`), when the
    content is not what he saw, when the subject moved, when it expired; and the service's own refusals.
    """
    change = _to_decide(actor, pk, seen_hash)
    of = KINDS[change.kind]
    if of.current_version(change.subject_id) != change.subject_version:
        raise SUBJECT_MOVED.at()
    _decide(change, actor, State.APPROVED, comment)
    audit.record(
        actor,
        "changes.approve",
        change,
        object_no=change.subject_no,
        from_state=State.PENDING,
        to_state=State.APPROVED,
        comment=f"{change.title}(经办人 {change.maker_name}) {comment}".strip(),
    )
    of.apply(actor, change)
    return change


@transaction.atomic
def reject(*, actor: Actor, pk: int, reason: str) -> PendingChange:
    """Send the change back, as the second person; nothing happens to the subject."""
    change = _decide(_to_decide(actor, pk, None), actor, State.REJECTED, reason)
    audit.record(
        actor,
        "changes.reject",
        change,
        object_no=change.subject_no,
        from_state=State.PENDING,
        to_state=State.REJECTED,
        comment=f"{change.title} {reason}",
    )
    return change


@transaction.atomic
def withdraw(*, actor: Actor, pk: int) -> PendingChange:
    """Take one's own change back. Raises 403 `changes.not_maker` for anybody else."""
    change = _locked(pk)
    of = KINDS[change.kind]
    if not (actor.can(of.make_action) or actor.can(of.check_action)):
        raise NOT_FOUND.at()
    state_is(change.state, [State.PENDING])
    if actor.account_id != change.maker_account_id:
        raise NOT_MAKER.at()
    _decide(change, actor, State.WITHDRAWN, "")
    audit.record(
        actor,
        "changes.withdraw",
        change,
        object_no=change.subject_no,
        from_state=State.PENDING,
        to_state=State.WITHDRAWN,
        comment=change.title,
    )
    return change


def _expire(change: PendingChange) -> None:
    actor = Actor.system(current_entity().code)
    _decide(change, actor, State.EXPIRED, "")
    audit.record(
        actor,
        "changes.expire",
        change,
        object_no=change.subject_no,
        from_state=State.PENDING,
        to_state=State.EXPIRED,
        comment=change.title,
    )


@jobs.sweeper
def lapsed_expire() -> None:
    """Close the changes that nobody checked in time. The sweep runs it at every entity."""
    with transaction.atomic():
        lapsed = PendingChange.objects.filter(state=State.PENDING, expires_at__lte=clock.now())
        for change in lapsed.select_for_update(skip_locked=True).order_by("id"):
            _expire(change)


# -- readings ----------------------------------------------------------------------------------------


def kinds_of(actor: Actor) -> list[ChangeKind]:
    """The kinds that the actor makes or checks: the only ones that exist for him."""
    return [k for k in KINDS.values() if actor.can(k.make_action) or actor.can(k.check_action)]


def _of_kinds(actor: Actor, kinds: Sequence[ChangeKind]) -> models.Q:
    """The changes of the kinds, of subjects that the actor reaches; his own stay there for him."""
    found = models.Q(kind__in=[kind.code for kind in kinds if kind.within is None])
    for kind in kinds:
        if kind.within is not None:
            reached = models.Q(subject_id__in=kind.within(actor).order_by().values("pk"))
            found |= models.Q(kind=kind.code) & (reached | models.Q(maker_account_id=actor.account_id or 0))
    return found


def _to_check(actor: Actor) -> models.Q:
    checked = [kind for kind in KINDS.values() if actor.can(kind.check_action)]
    return (
        _of_kinds(actor, checked)
        & models.Q(state=State.PENDING, expires_at__gt=clock.now())
        & ~models.Q(barred_accounts__contains=[actor.account_id or 0])
    )


def change_list(
    *,
    actor: Actor,
    kind: str = "",
    state: str = "",
    whose: str = "",
    subject_type: str = "",
    subject_id: int | None = None,
    subject_no: str = "",
) -> models.QuerySet[PendingChange]:
    """The changes of the kinds that the actor makes or checks, the newest first.

    `whose` narrows them to those that he made (`mine`), or that wait and that he may check (`to_check`).
    `kind` is a code or its beginning, such as `organisation.post`.
    """
    rows = PendingChange.objects.filter(_of_kinds(actor, kinds_of(actor))).order_by("-id")
    exact = {
        "kind__startswith": kind,
        "state": state,
        "subject_type": subject_type,
        "subject_id": subject_id,
        "subject_no": subject_no,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if whose == "mine":
        rows = rows.filter(maker_account_id=actor.account_id or 0)
    return rows.filter(_to_check(actor)) if whose == "to_check" else rows


def change_get(*, actor: Actor, pk: int) -> PendingChange:
    """One of them; raises `platform.not_found` (404)."""
    change = change_list(actor=actor).filter(pk=pk).first()
    if change is None:
        raise NOT_FOUND.at()
    return _shown(actor, change)


def waiting(*, kind: str, subject_no: str) -> PendingChange | None:
    """The change of this kind that waits for a checker on the subject of that number, if one does."""
    return PendingChange.objects.filter(
        kind=kind, subject_no=subject_no, state=State.PENDING, expires_at__gt=clock.now()
    ).first()


def _waiting(actor: Actor) -> models.QuerySet[PendingChange] | None:
    return PendingChange.objects.filter(_to_check(actor)) if kinds_of(actor) else None


declare_todo(Todo(kind="changes", path="/changes", waiting=_waiting, face=Face.BOTH))
