"""What the loans let the province and the banks set."""

from decimal import Decimal

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
PREPAYMENT_MINIMUM = declare_parameter(
    "loans.prepayment_minimum",
    zh="提前部分还本最低金额",
    en="Least amount of a prepayment in part",
    group=GROUP,
    kind=Kind.MONEY,
    default=Decimal("1000.00"),
    unit="元",
    unit_en="yuan",
    minimum=Decimal("0.01"),
    maximum=Decimal("1000000.00"),
    help_zh="每次提前部分还本的本金不得低于此数;提前结清不受此限。",
    help_en="A prepayment in part brings the principal down by at least this much; a settlement in full is free of it.",
).code
PREPAYMENTS_PER_YEAR = declare_parameter(
    "loans.prepayments_per_year",
    zh="每年提前部分还本次数",
    en="Prepayments in part a year",
    group=GROUP,
    kind=Kind.INTEGER,
    default=12,
    unit="次",
    unit_en="times",
    minimum=0,
    maximum=366,
    help_zh="同一借据在一个日历年内最多可提前部分还本的次数;0 表示不接受。",
    help_en="How often a loan may be prepaid in part within a calendar year; with 0 not at all.",
).code
PREPAYMENT_FEE_RATE = declare_parameter(
    "loans.prepayment_fee_rate",
    zh="提前还款违约金比例",
    en="Prepayment fee",
    group=GROUP,
    kind=Kind.RATE,
    default=Decimal("0.000000"),
    minimum=Decimal("0"),
    maximum=Decimal("0.05"),
    help_zh="按提前归还的本金收取,四舍五入到分;仅在合同已约定并明示时设置。",
    help_en="Of the principal that is repaid early, rounded to the cent; only where the contract says so.",
).code
BACK_DATING_DAYS = declare_parameter(
    "loans.back_dating_days",
    zh="补记款项免复核的工作日数",
    en="Working days for which a receipt needs no second person",
    group=GROUP,
    kind=Kind.INTEGER,
    default=5,
    unit="工作日",
    unit_en="working days",
    minimum=0,
    maximum=30,
    help_zh="渠道或核心先收款、事后补记的,起息日距营业日超过此数须经另一人复核。",
    help_en="A receipt that a channel or core banking took earlier, and longer ago than this, has to be checked.",
).code
