from backend.platform.errors import declare

LPR_STALE = declare(
    "reference.lpr_stale",
    409,
    zh="{on} 的 LPR 尚未确认(已确认至 {confirmed_through}),请联系省联社确认后再定价",
    en="The LPR for {on} is not confirmed (confirmed through {confirmed_through}): ask the province to confirm it",
)
LPR_UNKNOWN = declare("reference.lpr_unknown", 422, zh="没有该日期的 LPR", en="There is no LPR for that date")
LPR_EXISTS = declare(
    "reference.lpr_exists", 409, zh="{published_on} 的报价已存在", en="The quote of {published_on} exists"
)
LPR_BACKWARDS = declare(
    "reference.lpr_backwards",
    422,
    zh="确认日期不能早于 {confirmed_through}",
    en="Already confirmed through {confirmed_through}",
)
