"""What the province and the banks set of exports."""

from typing import Any

from backend.platform import ports
from backend.platform.parameters import Group, Kind, declare_parameter
from backend.platform.tenancy import current_entity

GROUP = Group("列表导出", "Exports of lists")

MOST_ROWS = declare_parameter(
    "desk.export_most_rows",
    zh="单次导出最多行数",
    en="Rows in one export",
    group=GROUP,
    kind=Kind.INTEGER,
    default=200_000,
    unit="行",
    unit_en="rows",
    minimum=100,
    maximum=1_000_000,
    help_zh="符合条件的记录超过此数的列表不能一次导出。",
    help_en="A list with more matching rows cannot be exported at once.",
).code
DAILY_QUOTA = declare_parameter(
    "desk.export_daily_quota",
    zh="每日导出次数",
    en="Exports a day",
    group=GROUP,
    kind=Kind.INTEGER,
    default=30,
    unit="次/人/日",
    unit_en="a person and day",
    minimum=1,
    maximum=500,
    help_zh="一名人员一个自然日内可申请导出的次数。",
    help_en="How often a person may ask for an export on a calendar day.",
).code


def in_force(code: str) -> Any:
    """The value of the parameter at the entity that is served."""
    port = ports.bank_parameter if current_entity().is_bank else ports.province_parameter
    return port(code)
