"""The bank's own parameters and dictionary entries as changes that a second person checks."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from backend.platform.permissions import Actor
from backend.platform.records import changes
from backend.platform.records.changes import ChangeKind, Line, Payload, line
from backend.platform.records.models import PendingChange
from shared.reference import selectors as reference
from shared.reference import services as reference_services
from shared.reference.types import CHECK_ENTRY, CHECK_PARAMETER, PROPOSE_ENTRY, PROPOSE_PARAMETER

from ..models import BankDictionaryEntry, BankParameter
from ..selectors import parameter_explained
from .parameters import (
    bank_entry_add,
    bank_entry_add_check,
    bank_entry_end,
    bank_entry_end_check,
    bank_parameter_check,
    bank_parameter_set,
)

FOLLOW_PROVINCE = "按省联社取值"


def bank_parameter_propose(
    *, actor: Actor, code: str, value: str | None, valid_from: date, comment: str = ""
) -> PendingChange:
    """Propose the bank's value from that date (None: the province's again). Raises as `bank_parameter_check`."""
    parameter = reference.parameter_declared(code)
    return changes.propose(
        actor=actor,
        kind=PARAMETER.code,
        subject_no=code,
        title=f"{PARAMETER.name} {parameter.zh}",
        payload={
            "code": code,
            "value": value,
            "valid_from": valid_from,
            "seen_version": reference_services.newest_version(BankParameter, code),
        },
        comment=comment,
    )


def _row_of(payload: Payload) -> dict[str, Any]:
    return {
        "code": payload["code"],
        "value": payload["value"],
        "valid_from": date.fromisoformat(payload["valid_from"]),
    }


def _describe_parameter(payload: Payload, subject_id: int | None) -> Sequence[Line]:
    row = _row_of(payload)
    bank_parameter_check(**row)
    parameter = reference.parameter_declared(row["code"])
    held = parameter_explained(row["code"], on=row["valid_from"])
    own = held.setting.value if held.setting is not None and held.level == "BANK" else None
    before, after = (
        FOLLOW_PROVINCE if text is None else reference_services.shown(parameter, text, FOLLOW_PROVINCE)
        for text in (own, row["value"])
    )
    lines = changes.differing([line("value", f"{parameter.zh}", before, after)])
    return [*lines, line("valid_from", "生效日", "", row["valid_from"])] if lines else []


def _apply_parameter(checker: Actor, change: PendingChange) -> None:
    newest = reference_services.newest_version(BankParameter, change.payload["code"])
    reference_services.unmoved(change.payload, newest)
    bank_parameter_set(
        actor=checker, proposed_by=change.maker_name, comment=change.comment, **_row_of(change.payload)
    )


PARAMETER = changes.register(
    ChangeKind(
        code="organisation.parameter_set",
        name="本行参数",
        make_action=PROPOSE_PARAMETER,
        check_action=CHECK_PARAMETER,
        describe=_describe_parameter,
        apply=_apply_parameter,
    )
)


def bank_entry_add_propose(*, actor: Actor, comment: str = "", **entry: Any) -> PendingChange:
    """Propose a new entry of this bank's own. Raises as `bank_entry_add_check`."""
    return changes.propose(
        actor=actor,
        kind=ENTRY_ADD.code,
        subject_no=f"{entry['dictionary']}/{entry['code']}",
        title=f"{ENTRY_ADD.name} {entry['zh']}",
        payload=reference_services.entry_payload(**entry),
        comment=comment,
    )


def _describe_add(payload: Payload, subject_id: int | None) -> Sequence[Line]:
    entry = reference_services.entry_of(payload)
    bank_entry_add_check(dictionary=entry["dictionary"], code=entry["code"], valid_from=entry["valid_from"])
    return reference_services.entry_lines(payload)


def _apply_add(checker: Actor, change: PendingChange) -> None:
    entry = reference_services.entry_of(change.payload)
    bank_entry_add(actor=checker, proposed_by=change.maker_name, **entry)


ENTRY_ADD = changes.register(
    ChangeKind(
        code="organisation.dictionary_entry_add",
        name="新增本行字典项",
        make_action=PROPOSE_ENTRY,
        check_action=CHECK_ENTRY,
        describe=_describe_add,
        apply=_apply_add,
    )
)


def bank_entry_end_propose(
    *, actor: Actor, dictionary: str, code: str, ended_on: date, comment: str = ""
) -> PendingChange:
    """Propose that nobody chooses the bank's entry from that day on. Raises as `bank_entry_end_check`."""
    return changes.propose(
        actor=actor,
        kind=ENTRY_END.code,
        subject_no=f"{dictionary}/{code}",
        payload={"dictionary": dictionary, "code": code, "ended_on": ended_on},
        comment=comment,
    )


def _describe_end(payload: Payload, subject_id: int | None) -> Sequence[Line]:
    end = reference_services.end_of(payload)
    bank_entry_end_check(**end)
    row = BankDictionaryEntry.objects.get(dictionary=end["dictionary"], code=end["code"])
    return reference_services.end_lines(row.zh, row.ended_on, end["ended_on"])


def _apply_end(checker: Actor, change: PendingChange) -> None:
    end = reference_services.end_of(change.payload)
    bank_entry_end(actor=checker, proposed_by=change.maker_name, **end)


ENTRY_END = changes.register(
    ChangeKind(
        code="organisation.dictionary_entry_end",
        name="停用本行字典项",
        make_action=PROPOSE_ENTRY,
        check_action=CHECK_ENTRY,
        describe=_describe_end,
        apply=_apply_end,
    )
)
