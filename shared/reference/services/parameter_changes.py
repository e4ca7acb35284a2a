"""The province's parameters and dictionaries as changes that a second person checks."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from backend.platform.parameters import Parameter, Setting
from backend.platform.permissions import Actor
from backend.platform.records import changes
from backend.platform.records.changes import ChangeKind, Line, Payload, line
from backend.platform.records.models import PendingChange

from ..models import DictionaryEntry, ProvinceParameter
from ..selectors import parameter_declared, province_settings, setting_on
from ..types import CHECK_ENTRY, CHECK_PARAMETER, PROPOSE_ENTRY, PROPOSE_PARAMETER
from .dictionaries import (
    province_entry_add,
    province_entry_add_check,
    province_entry_end,
    province_entry_end_check,
)
from .parameters import province_parameter_check, province_parameter_set

FOLLOW_DEFAULT = "按系统默认值"


def shown(parameter: Parameter, text: str | None, follow: str) -> str:
    """A value as a checker reads it: with its unit, a choice by its name."""
    if text is None:
        return follow
    names = {"true": "是", "false": "否"} | {choice.code: choice.zh for choice in parameter.choices}
    return f"{names.get(text, text)} {parameter.unit}".strip()


def newest_version(model: type[Any], code: str) -> int:
    """The newest version of the code's rows, those on this level; 0 where there is none."""
    return model.objects.filter(code=code).values_list("version", flat=True).order_by("-version").first() or 0


def unmoved(payload: Payload, newest: int) -> None:
    """Raise `changes.subject_moved` (409) when the parameter was decided again since the proposal."""
    if payload["seen_version"] != newest:
        raise changes.SUBJECT_MOVED.at()


def province_parameter_propose(
    *,
    actor: Actor,
    code: str,
    value: str | None,
    valid_from: date,
    minimum: str = "",
    maximum: str = "",
    is_locked: bool = False,
    comment: str = "",
) -> PendingChange:
    """Propose the province's value and bounds from that date. Raises as `province_parameter_check`."""
    parameter = parameter_declared(code)
    return changes.propose(
        actor=actor,
        kind=PARAMETER.code,
        subject_no=code,
        title=f"{PARAMETER.name} {parameter.zh}",
        payload={
            "code": code,
            "value": value,
            "minimum": minimum,
            "maximum": maximum,
            "is_locked": is_locked,
            "valid_from": valid_from,
            "seen_version": newest_version(ProvinceParameter, code),
        },
        comment=comment,
    )


def _row_of(payload: Payload) -> dict[str, Any]:
    row = {name: payload[name] for name in ("code", "value", "minimum", "maximum", "is_locked")}
    return {**row, "valid_from": date.fromisoformat(payload["valid_from"])}


def _describe_parameter(payload: Payload, subject_id: int | None) -> Sequence[Line]:
    row = _row_of(payload)
    province_parameter_check(**row)
    parameter = parameter_declared(row["code"])
    held = setting_on(province_settings(row["code"]), row["valid_from"])
    before = _texts(parameter, held)
    after = {
        "value": shown(parameter, row["value"], FOLLOW_DEFAULT),
        "minimum": row["minimum"],
        "maximum": row["maximum"],
        "is_locked": "不得自定" if row["is_locked"] else "可自定",
    }
    labels = {"value": "取值", "minimum": "行社下限", "maximum": "行社上限", "is_locked": "行社"}
    lines = changes.differing([line(name, labels[name], before[name], after[name]) for name in after])
    return [*lines, line("valid_from", "生效日", "", row["valid_from"])] if lines else []


def _texts(parameter: Parameter, held: Setting | None) -> dict[str, str]:
    if held is None:
        return {"value": FOLLOW_DEFAULT, "minimum": "", "maximum": "", "is_locked": "可自定"}
    return {
        "value": shown(parameter, held.value, FOLLOW_DEFAULT),
        "minimum": held.minimum,
        "maximum": held.maximum,
        "is_locked": "不得自定" if held.is_locked else "可自定",
    }


def _apply_parameter(checker: Actor, change: PendingChange) -> None:
    unmoved(change.payload, newest_version(ProvinceParameter, change.payload["code"]))
    province_parameter_set(
        actor=checker, proposed_by=change.maker_name, comment=change.comment, **_row_of(change.payload)
    )


PARAMETER = changes.register(
    ChangeKind(
        code="reference.parameter_set",
        name="省级参数",
        make_action=PROPOSE_PARAMETER,
        check_action=CHECK_PARAMETER,
        describe=_describe_parameter,
        apply=_apply_parameter,
    )
)


def entry_payload(
    *, dictionary: str, code: str, zh: str, en: str, position: int, valid_from: date
) -> Payload:
    return {
        "dictionary": dictionary,
        "code": code,
        "zh": zh,
        "en": en,
        "position": position,
        "valid_from": valid_from,
    }


def entry_lines(payload: Payload) -> list[Line]:
    """A new entry as a checker reads it."""
    labels = {"code": "代码", "zh": "中文名称", "en": "英文名称", "position": "顺序", "valid_from": "启用日"}
    return [line(name, label, "", payload[name]) for name, label in labels.items()]


def entry_of(payload: Payload) -> dict[str, Any]:
    return {**payload, "valid_from": date.fromisoformat(payload["valid_from"])}


def province_entry_add_propose(*, actor: Actor, comment: str = "", **entry: Any) -> PendingChange:
    """Propose a new entry for all banks. Raises as `province_entry_add_check`."""
    return changes.propose(
        actor=actor,
        kind=ENTRY_ADD.code,
        subject_no=f"{entry['dictionary']}/{entry['code']}",
        title=f"{ENTRY_ADD.name} {entry['zh']}",
        payload=entry_payload(**entry),
        comment=comment,
    )


def _describe_add(payload: Payload, subject_id: int | None) -> Sequence[Line]:
    entry = entry_of(payload)
    province_entry_add_check(
        dictionary=entry["dictionary"], code=entry["code"], valid_from=entry["valid_from"]
    )
    return entry_lines(payload)


def _apply_add(checker: Actor, change: PendingChange) -> None:
    province_entry_add(actor=checker, proposed_by=change.maker_name, **entry_of(change.payload))


ENTRY_ADD = changes.register(
    ChangeKind(
        code="reference.dictionary_entry_add",
        name="新增字典项",
        make_action=PROPOSE_ENTRY,
        check_action=CHECK_ENTRY,
        describe=_describe_add,
        apply=_apply_add,
    )
)


def province_entry_end_propose(
    *, actor: Actor, dictionary: str, code: str, ended_on: date, comment: str = ""
) -> PendingChange:
    """Propose that nobody chooses the entry from that day on. Raises as `province_entry_end_check`."""
    return changes.propose(
        actor=actor,
        kind=ENTRY_END.code,
        subject_no=f"{dictionary}/{code}",
        payload={"dictionary": dictionary, "code": code, "ended_on": ended_on},
        comment=comment,
    )


def end_of(payload: Payload) -> dict[str, Any]:
    return {**payload, "ended_on": date.fromisoformat(payload["ended_on"])}


def end_lines(name: str, before: date | None, ended_on: date) -> list[Line]:
    """An entry's end as a checker reads it."""
    return changes.differing([line("ended_on", f"「{name}」停用日", before, ended_on)])


def _describe_end(payload: Payload, subject_id: int | None) -> Sequence[Line]:
    end = end_of(payload)
    province_entry_end_check(**end)
    row = DictionaryEntry.objects.get(dictionary=end["dictionary"], code=end["code"])
    return end_lines(row.zh, row.ended_on, end["ended_on"])


def _apply_end(checker: Actor, change: PendingChange) -> None:
    province_entry_end(actor=checker, proposed_by=change.maker_name, **end_of(change.payload))


ENTRY_END = changes.register(
    ChangeKind(
        code="reference.dictionary_entry_end",
        name="停用字典项",
        make_action=PROPOSE_ENTRY,
        check_action=CHECK_ENTRY,
        describe=_describe_end,
        apply=_apply_end,
    )
)
