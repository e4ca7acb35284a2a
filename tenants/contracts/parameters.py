"""What the contracts let the province and the banks set."""

from backend.platform.parameters import Group, Kind, declare_parameter

GROUP = Group("合同", "Contracts")

OVERDUE_PERCENT = declare_parameter(
    "contracts.overdue_percent",
    zh="逾期罚息利率",
    en="Penalty rate when overdue",
    group=GROUP,
    kind=Kind.INTEGER,
    default=150,
    unit="% 合同利率",
    unit_en="% of the contract rate",
    minimum=130,
    maximum=150,
    help_zh="写入新签合同的逾期罚息利率，为合同利率的百分之几。已签合同不变。",
    help_en="Stated in new contracts, as per cent of the contract rate. Contracts already signed keep theirs.",
).code
MISUSE_PERCENT = declare_parameter(
    "contracts.misuse_percent",
    zh="挪用罚息利率",
    en="Penalty rate on misuse",
    group=GROUP,
    kind=Kind.INTEGER,
    default=200,
    unit="% 合同利率",
    unit_en="% of the contract rate",
    minimum=150,
    maximum=200,
    help_zh="写入新签合同的挪用罚息利率，为合同利率的百分之几。已签合同不变。",
    help_en="Stated in new contracts, as per cent of the contract rate. Contracts already signed keep theirs.",
).code
