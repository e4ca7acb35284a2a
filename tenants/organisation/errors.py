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
CODE_TAKEN = declare(
    "organisation.code_taken", 409, zh="编号 {code} 已被使用", en="The code {code} is already used"
)
BRANCH_UNKNOWN = declare("organisation.branch_unknown", 422, zh="没有这个机构", en="There is no such branch")
BRANCH_CLOSED = declare(
    "organisation.branch_closed", 409, zh="机构 {name} 已关闭", en="The branch {name} is closed"
)
HEAD_OFFICE_STAYS = declare(
    "organisation.head_office_stays",
    409,
    zh="总行不能划转或关闭",
    en="The head office is neither moved nor closed",
)
MOVE_CYCLE = declare(
    "organisation.move_cycle",
    409,
    zh="不能划转到本机构自己或其下级之下",
    en="An office cannot stand below itself or one of its own sub-offices",
)
MOVE_NOWHERE = declare("organisation.move_nowhere", 409, zh="已经隶属于该机构", en="It stands there already")
TOO_DEEP = declare(
    "organisation.too_deep", 409, zh="机构层级过深", en="The tree of offices would become too deep"
)
STILL_HANGS = declare(
    "organisation.still_hangs",
    409,
    zh="不能关闭,尚有:{what}",
    en="It cannot be closed while it has: {what_en}",
)
DEPARTMENT_UNKNOWN = declare(
    "organisation.department_unknown",
    422,
    zh="该机构没有这个部门",
    en="The branch has no such department",
)
DEPARTMENT_CLOSED = declare(
    "organisation.department_closed", 409, zh="部门 {name} 已停用", en="The department {name} is closed"
)
STAFF_UNKNOWN = declare(
    "organisation.staff_unknown", 422, zh="没有这名在岗人员", en="There is no such active person"
)
STAFF_NO_TAKEN = declare(
    "organisation.staff_no_taken",
    409,
    zh="工号 {staff_no} 属于在岗人员 {name}",
    en="The staff number {staff_no} belongs to {name}, who is active",
)
STAFF_LEFT_BEFORE = declare(
    "organisation.staff_left_before",
    409,
    zh="工号 {staff_no} 属于已离职人员 {name},请在其档案中办理返岗",
    en="The staff number {staff_no} belongs to {name}, who has left: let the person return instead",
)
STAFF_STILL_OWNS = declare(
    "organisation.staff_still_owns",
    409,
    zh="离职前须先移交名下业务:{what}",
    en="Hand over first what the person is in charge of: {what_en}",
)
OWN_RECORD = declare(
    "organisation.own_record",
    403,
    zh="不能为自己办理调动、离职或返岗",
    en="Nobody transfers, dismisses or reinstates himself",
)
NOT_ACTIVE = declare("organisation.not_active", 409, zh="{name} 已离职", en="{name} has left")
STILL_ACTIVE = declare("organisation.still_active", 409, zh="{name} 在岗", en="{name} is active")
RECIPIENT_SAME = declare(
    "organisation.recipient_same", 422, zh="接收人与移交人相同", en="The recipient is the same person"
)
RECIPIENT_REACHES_NOT = declare(
    "organisation.recipient_reaches_not",
    409,
    zh="{name} 没有可承接{what}的岗位:{branches}",
    en="{name} holds no post that serves {what_en} at: {branches}",
)
NOTHING_TO_HAND_OVER = declare(
    "organisation.nothing_to_hand_over", 409, zh="没有可移交的业务", en="There is nothing to hand over"
)
GRID_UNKNOWN = declare(
    "organisation.grid_unknown",
    422,
    zh="该机构没有这个有效的网格",
    en="The branch has no such grid in force",
)
GRID_ENDED = declare("organisation.grid_ended", 409, zh="网格 {name} 已失效", en="The grid {name} has ended")
OFFICER_ELSEWHERE = declare(
    "organisation.officer_elsewhere",
    422,
    zh="责任人没有覆盖该机构的岗位",
    en="The officer holds no post that covers the branch",
)
DATES_REVERSED = declare(
    "organisation.dates_reversed", 422, zh="失效日不能早于生效日", en="The last day lies before the first"
)
UNKNOWN_CHOICE = declare("organisation.unknown_choice", 422, zh="没有这个选项", en="There is no such record")
STAFF_LEFT = declare("organisation.staff_left", 422, zh="该人员已不在岗", en="The person has left")
STAFF_HAS_ACCOUNT = declare(
    "organisation.staff_has_account", 409, zh="该人员已有账号", en="The person has an account already"
)
ROLE_CODE_TAKEN = declare(
    "organisation.role_code_taken", 409, zh="该角色代码已存在", en="This role code is taken"
)
UNKNOWN_ACTION = declare(
    "organisation.unknown_action",
    422,
    zh="没有这项权限:{action}",
    en="There is no such action here: {action}",
)
POST_HELD = declare(
    "organisation.post_held",
    409,
    zh="此人在该期间已任 {post}",
    en="The person holds {post} in that time already",
)
ROLES_INCOMPATIBLE = declare(
    "organisation.roles_incompatible",
    409,
    zh="{role} 与已任的 {held} 不相容:{reason}",
    en="{role} may not be held together with {held}, which is held already: {reason}",
)
HOLDING_ENDED = declare("organisation.holding_ended", 409, zh="任职已终止", en="The holding has ended")
ENDS_BEFORE_START = declare(
    "organisation.ends_before_start", 422, zh="终止日早于起始日", en="The last day lies before the first"
)
AUTHORITY_REVOKED = declare(
    "organisation.authority_revoked",
    409,
    zh="该授权已撤销或到期",
    en="This authority is revoked or has run out",
)
DELEGATION_DEPTH = declare(
    "organisation.delegation_depth",
    409,
    zh="该授权不得再转授",
    en="This authority may not be passed on any further",
)
DELEGATION_ABOVE_AMOUNT = declare(
    "organisation.delegation_above_amount",
    422,
    zh="不得超过本人授权金额 {limit}",
    en="Not more than one's own {limit}",
)
DELEGATION_WIDER = declare(
    "organisation.delegation_wider",
    422,
    zh="不得超出本人授权的范围",
    en="Not wider than one's own authority",
)
DELEGATION_LONGER = declare(
    "organisation.delegation_longer",
    422,
    zh="不得超出本人授权的有效期({valid_from} 至 {valid_to})",
    en="Not longer than one's own authority ({valid_from} to {valid_to})",
)
DELEGATION_RETURNS = declare(
    "organisation.delegation_returns",
    422,
    zh="不得转授给本人或授权链上的人",
    en="Authority may not come back to oneself or to whoever passed it on",
)
