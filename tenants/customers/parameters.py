"""What the customers' files let the province and the banks set."""

from backend.platform.parameters import Group, Kind, declare_parameter

GROUP = Group("客户", "Customers")

REVEAL_DAILY_QUOTA = declare_parameter(
    "customers.reveal_daily_quota",
    zh="每日查看敏感信息次数",
    en="Sensitive values shown a day",
    group=GROUP,
    kind=Kind.INTEGER,
    default=50,
    unit="次/人/日",
    unit_en="a person and day",
    minimum=1,
    maximum=500,
    help_zh="一名人员一个自然日内可查看完整证件号、手机号、住址的次数。",
    help_en="How often a person may have identity numbers, telephones and addresses shown in full on a calendar day.",
).code
