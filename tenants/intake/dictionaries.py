"""The code lists of the intakes."""

from backend.platform.dictionaries import Keeper, declare_dictionary, declare_fixed

from .types import Channel, Purpose

REJECT_REASON = declare_dictionary(
    "intake.reject_reason",
    zh="不予受理原因",
    en="Reasons for rejecting an intake",
    keeper=Keeper.BANK,
    entries=[
        ("NOT_IN_AREA", "不在本行服务区域", "Outside the bank's area"),
        ("INCOME_UNPROVEN", "收入来源无法核实", "Income cannot be verified"),
        ("OVER_INDEBTED", "负债过高", "Too much debt"),
        ("BAD_RECORD", "信用记录不良", "Poor credit record"),
        ("PURPOSE_NOT_ALLOWED", "用途不符合规定", "Purpose not allowed"),
        ("DOCUMENTS_MISSING", "资料不全", "Documents missing"),
        ("OTHER", "其他", "Other"),
    ],
).code
declare_fixed(
    "intake.channel",
    Channel,
    zh="进件渠道",
    en="Intake channels",
    names_en=["Counter", "Officer's app", "Mini-program", "Mobile bank", "Village point"],
)
declare_fixed(
    "intake.purpose",
    Purpose,
    zh="贷款用途",
    en="Loan purposes",
    names_en=[
        "Farming",
        "Working capital",
        "Consumption",
        "Education",
        "Renovation",
        "Medical care",
        "Other",
    ],
)
