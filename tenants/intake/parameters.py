"""What the intakes let the province and the banks set."""

from backend.platform.parameters import Group, Kind, declare_parameter

GROUP = Group("进件", "Intake")

REJECTED_WAIT_DAYS = declare_parameter(
    "intake.rejected_wait_days",
    zh="拒绝后再次进件间隔",
    en="Wait after a rejected intake",
    group=GROUP,
    kind=Kind.INTEGER,
    default=0,
    unit="天",
    unit_en="days",
    minimum=0,
    maximum=365,
    help_zh="不予受理后，同一客户在这些天内不得再提交同一产品的进件；0 表示不限制。",
    help_en="For so many days after a rejection the customer's wish for the same product is not recorded again; 0 means no wait.",
).code
