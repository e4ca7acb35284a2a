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
PRINCIPAL_FIRST = declare_parameter(
    "contracts.principal_first",
    zh="逾期超过九十天先还本金",
    en="Principal first beyond ninety days",
    group=GROUP,
    kind=Kind.BOOLEAN,
    default=True,
    help_zh="写入新签合同的还款冲抵顺序：逾期超过九十天的，先冲本金，再冲利息、罚息、复利；停用后一律逐期先冲复利、罚息、利息，再冲本金。已签合同不变。",
    help_en="Stated in new contracts: when more than 90 days overdue, money settles principal first, then interest, penalty, compound. Off: always instalment by instalment, compound, penalty and interest before principal. Contracts already signed keep theirs.",
).code
