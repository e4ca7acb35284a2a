"""What the loans let the province and the banks set."""

from backend.platform.parameters import Group, Kind, declare_parameter

GROUP = Group("贷款", "Loans")

OVERDUE_GRACE_DAYS = declare_parameter(
    "loans.overdue_grace_days",
    zh="逾期宽限天数",
    en="Days of grace before overdue",
    group=GROUP,
    kind=Kind.INTEGER,
    default=0,
    unit="天",
    unit_en="days",
    minimum=0,
    maximum=7,
    help_zh="到期后这些天内还清的不计为逾期；超过后逾期天数自到期日起算。日终按新营业日的取值执行。",
    help_en="A row paid within these days of its due date never counts as overdue; after them the days count from the due date. The night takes the value of the opening date.",
).code
DRAWDOWNS_PER_DAY = declare_parameter(
    "loans.contract_drawdowns_per_day",
    zh="同一合同每日出账笔数",
    en="Drawdowns a day under one contract",
    group=GROUP,
    kind=Kind.INTEGER,
    default=10,
    unit="笔",
    unit_en="drawdowns",
    minimum=1,
    maximum=100,
    help_zh="同一合同在一个营业日内最多可申请的出账笔数，退回的不计。",
    help_en="How many drawdowns may be requested under one contract on a business date; those sent back do not count.",
).code
