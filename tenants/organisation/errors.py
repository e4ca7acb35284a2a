from backend.platform.errors import declare

AUTHORITY_INSUFFICIENT = declare(
    "organisation.authority_insufficient",
    403,
    zh="金额 {amount} 超出您的审批授权 {limit}",
    en="The amount {amount} exceeds your delegated authority of {limit}",
)
NO_STAFF = declare(
    "organisation.no_staff",
    403,
    zh="该账号没有对应的本行人员",
    en="The account belongs to no staff member of this bank",
)
