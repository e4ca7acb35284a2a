from backend.platform.errors import declare

AUTHORITY_INSUFFICIENT = declare(
    "organisation.authority_insufficient",
    403,
    zh="金额 {amount} 超出您的审批授权 {limit}",
    en="The amount {amount} exceeds your delegated authority of {limit}",
)
DATE_CLOSING = declare(
    "organisation.date_closing",
    409,
    zh="营业日 {closing_on} 正在日终",
    en="The business date {closing_on} is being closed",
)
BRANCH_UNKNOWN = declare("organisation.branch_unknown", 422, zh="没有这个机构", en="No such branch")
NO_STAFF = declare(
    "organisation.no_staff",
    403,
    zh="该账号没有对应的本行人员",
    en="The account belongs to no staff member of this bank",
)
