from backend.platform.permissions import declare_actions
from backend.platform.records.labels import name_actions

VIEW = "ledger.view"

declare_actions(**{VIEW: "查看传票与余额"})

name_actions(
    **{
        "ledger.reverse": "冲正",
    }
)
