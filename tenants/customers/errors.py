from backend.platform.errors import declare

DUPLICATE = declare(
    "customers.duplicate",
    409,
    zh="该身份证号已建档,客户编号 {customer_no}",
    en="This identity number is on file: customer {customer_no}",
)
ID_NO_FORM = declare(
    "customers.id_no_form", 422, zh="身份证号须为 18 位(或 15 位)", en="Not an identity number's form"
)
ID_NO_BIRTH = declare(
    "customers.id_no_birth",
    422,
    zh="身份证号中的出生日期不存在",
    en="The birthday in the identity number is impossible",
)
ID_NO_CHECK = declare(
    "customers.id_no_check", 422, zh="身份证号校验位不符", en="The identity number's check character is wrong"
)
PHONE_FORM = declare("customers.phone_form", 422, zh="手机号格式不对", en="Not a mobile number")
UNKNOWN = declare("customers.unknown", 422, zh="没有这个客户", en="No such customer")
NOT_ACTIVE = declare(
    "customers.not_active",
    409,
    zh="客户 {customer_no} 状态不是有效",
    en="Customer {customer_no} is not active",
)
REVEAL_QUOTA = declare(
    "customers.reveal_quota",
    429,
    zh="今日查看敏感信息已达 {limit} 次上限,次日零时恢复",
    en="Your {limit} readings of sensitive values for today are used up: more tomorrow",
)
IN_HOUSEHOLD = declare(
    "customers.in_household",
    409,
    zh="客户已是农户 {household_no} 的成员",
    en="The customer belongs to household {household_no}",
)
HAS_HEAD = declare("customers.household_has_head", 409, zh="该农户已有户主", en="The household has a head")
