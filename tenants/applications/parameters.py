"""What the applications let the province and the banks set."""

from backend.platform.parameters import Group, Kind, declare_parameter

GROUP = Group("业务申请", "Applications")

LAPSE_DAYS = declare_parameter(
    "applications.lapse_days",
    zh="批复失效天数",
    en="Days until an approval lapses",
    group=GROUP,
    kind=Kind.INTEGER,
    default=90,
    unit="天",
    unit_en="days",
    minimum=1,
    maximum=365,
    help_zh="批准后超过这些天仍未签订合同的，批复失效。批准时确定，之后的变更不影响已作出的批复。",
    help_en="An approval that is not contracted within these days lapses. Fixed when it is given: a later change does not touch it.",
).code
