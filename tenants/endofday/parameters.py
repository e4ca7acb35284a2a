"""When nights begin by themselves: what the province and the banks set of it."""

from backend.platform.parameters import Choice, Group, Kind, declare_parameter

GROUP = Group("日终", "End of day")
NEVER, EVERY_DAY, WORKING_DAYS = "NEVER", "EVERY_DAY", "WORKING_DAYS"

CHOICES = (
    Choice(NEVER, "不自动，由人员启动", "None: people start them"),
    Choice(EVERY_DAY, "每天", "Every night"),
    Choice(
        WORKING_DAYS,
        "工作日；休息日在下一个工作日一并结束",
        "Of working days; days off follow with the next one",
    ),
)
START_DAYS_CHOICES = [(choice.code, choice.zh) for choice in CHOICES]
START_DAYS = declare_parameter(
    "endofday.start_days",
    zh="自动日终",
    en="Nights that begin by themselves",
    group=GROUP,
    kind=Kind.CHOICE,
    default=NEVER,
    choices=CHOICES,
    help_zh="到点后自动结束当前营业日期；漏跑的日期依次补上。",
    help_en="When the time has come, the business date is closed by itself, and before it every date that was missed.",
).code
START_HOUR = declare_parameter(
    "endofday.start_hour",
    zh="自动日终时间（时）",
    en="Hour of the automatic night",
    group=GROUP,
    kind=Kind.INTEGER,
    default=22,
    unit="时",
    unit_en="o'clock",
    minimum=0,
    maximum=23,
    help_zh="0 至 11 时指营业日期的次日。",
    help_en="Hours before noon are those of the day after the business date.",
).code
START_MINUTE = declare_parameter(
    "endofday.start_minute",
    zh="自动日终时间（分）",
    en="Minute of the automatic night",
    group=GROUP,
    kind=Kind.INTEGER,
    default=0,
    unit="分",
    unit_en="minutes",
    minimum=0,
    maximum=59,
).code
HELD = declare_parameter(
    "endofday.start_held",
    zh="暂停全省自动日终",
    en="Hold all automatic nights",
    group=GROUP,
    kind=Kind.BOOLEAN,
    default=False,
    bank_may_change=False,
    help_zh="由省联社设定；暂停期间各行社仍可由人员启动日终。",
    help_en="Set by the province; people may start nights meanwhile.",
).code
