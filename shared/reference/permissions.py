from backend.platform.permissions import Face, declare_actions
from backend.platform.records.labels import name_actions

from .types import CHECK_ENTRY, CHECK_PARAMETER, PROPOSE_ENTRY, PROPOSE_PARAMETER, VIEW_PARAMETERS

declare_actions(Face.PROVINCE, **{"reference.view": "查看基础数据", "reference.manage_lpr": "维护 LPR 报价"})
declare_actions(
    Face.BOTH,
    **{
        VIEW_PARAMETERS: "查看业务参数",
        PROPOSE_PARAMETER: "提出参数变更",
        CHECK_PARAMETER: "复核参数变更",
        PROPOSE_ENTRY: "提出字典变更",
        CHECK_ENTRY: "复核字典变更",
    },
)

name_actions(
    **{
        "dictionaries.entry_add": "新增字典项",
        "dictionaries.entry_end": "停用字典项",
        "reference.parameter_set": "设定省级参数",
        "reference.lpr_enter": "录入 LPR 报价",
        "reference.lpr_confirm": "确认 LPR 报价",
    }
)
