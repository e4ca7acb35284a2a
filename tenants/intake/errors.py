from backend.platform.errors import declare

ALREADY_OPEN = declare(
    "intake.already_open",
    409,
    zh="该客户在此产品下已有未办结的进件 {intake_no}",
    en="The customer has an open intake for this product: {intake_no}",
)
KIND_NOT_SERVED = declare(
    "intake.kind_not_served",
    422,
    zh="产品不面向此类客户",
    en="The product does not serve this kind of customer",
)
STAFF_UNKNOWN = declare(
    "intake.staff_unknown",
    422,
    zh="您的管辖范围内没有这名在岗人员",
    en="No such active staff member within your reach",
)
REJECTED_LATELY = declare(
    "intake.rejected_lately",
    409,
    zh="该客户此产品的进件近期未予受理,{again_on} 起方可再次提交",
    en="The customer's intake for this product was rejected lately: again from {again_on}",
)
REASON_WANTED = declare(
    "intake.reason_wanted", 422, zh="选择「其他」时须填写说明", en="Say why when the reason is “Other”"
)
