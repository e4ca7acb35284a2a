"""One error shape: a stable code, an HTTP status, a text in Chinese and in English, a field path.

Apps declare their errors in `errors.py` with `declare(...)` and raise them with `.at(...)`:

    LINE_INSUFFICIENT = declare("loans.line_insufficient", 409, zh="可用额度不足", en="...")
    raise LINE_INSUFFICIENT.at(field="amount", available="1000.00")
"""

import dataclasses
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ErrorKind:
    """A declared error. Texts may hold `{name}` for the parameters given to `at`."""

    code: str
    status: int
    zh: str
    en: str

    def at(self, field: str | None = None, **params: Any) -> "DomainError":
        return DomainError(self, field=field, params=params)

    def text(self, language: str, params: dict[str, Any]) -> str:
        template = self.en if language.startswith("en") else self.zh
        return template.format(**params) if params else template


REGISTRY: dict[str, ErrorKind] = {}


def declare(code: str, status: int, *, zh: str, en: str) -> ErrorKind:
    """Register an error kind; a code is declared once."""
    kind = ErrorKind(code, status, zh, en)
    if REGISTRY.setdefault(code, kind) != kind:
        raise ValueError(f"error code {code} is declared twice")
    return kind


@dataclass
class DomainError(Exception):
    """A refusal that a caller can understand and act on; rendered as a problem document."""

    kind: ErrorKind
    field: str | None = None
    params: dict[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.kind.code

    def __str__(self) -> str:
        return f"{self.kind.code}: {self.kind.text('en', self.params)}"


@dataclass
class FieldErrors(Exception):
    """Several refusals of one input, each at its field."""

    errors: list[DomainError]


UNKNOWN_HOST = declare(
    "platform.unknown_host", 404, zh="没有这个网址对应的机构", en="No entity has this host name"
)
ENTITY_UNAVAILABLE = declare(
    "platform.entity_unavailable",
    503,
    zh="本行系统暂不可用({status})",
    en="This entity is not available ({status})",
)
NOT_SIGNED_IN = declare("identity.not_signed_in", 401, zh="请先登录", en="Sign in first")
WRONG_ENTITY = declare(
    "identity.wrong_entity", 401, zh="登录凭证属于其他机构", en="The credential belongs to another entity"
)
PASSWORD_CHANGE_REQUIRED = declare(
    "identity.password_change_required", 403, zh="请先修改密码", en="Change your password first"
)
SECOND_FACTOR_REQUIRED = declare(
    "identity.second_factor_required",
    403,
    zh="请先设置动态验证码",
    en="Set up your second factor first",
)
FRESH_FACTOR_REQUIRED = declare(
    "identity.fresh_factor_required",
    403,
    zh="此操作须再次输入动态验证码",
    en="This needs a fresh code of your second factor",
)
NOT_ALLOWED = declare("platform.not_allowed", 403, zh="没有此操作的权限", en="You may not do this")
UNDECLARED_ACTION = declare(
    "platform.undeclared_action",
    403,
    zh="该接口未声明权限,已拒绝",
    en="The endpoint declares no action and is refused",
)
CSRF_FAILED = declare(
    "platform.csrf_failed", 403, zh="页面已过期,请刷新后重试", en="The page is stale: reload and retry"
)
NOT_FOUND = declare("platform.not_found", 404, zh="没有找到", en="Not found")
METHOD_NOT_ALLOWED = declare("platform.method_not_allowed", 405, zh="不支持此方法", en="Method not allowed")
NOT_ACCEPTABLE = declare(
    "platform.not_acceptable", 406, zh="不支持所要求的格式", en="Cannot answer in that format"
)
UNSUPPORTED_MEDIA = declare("platform.unsupported_media_type", 415, zh="请求须为 JSON", en="Send JSON")
MALFORMED = declare("platform.malformed", 400, zh="请求不是有效的 JSON", en="The body is not valid JSON")
TOO_LARGE = declare("platform.too_large", 413, zh="请求内容过大", en="The body is too large")
INVALID = declare("platform.invalid", 422, zh="填写有误", en="Some fields are wrong")
FIELD_INVALID = declare("platform.field_invalid", 422, zh="{message}", en="{message}")
UNKNOWN_FIELD = declare("platform.unknown_field", 422, zh="未知字段", en="Unknown field")
KEY_REQUIRED = declare(
    "platform.idempotency_key_required", 428, zh="缺少 Idempotency-Key", en="Send an Idempotency-Key header"
)
KEY_MISMATCH = declare(
    "platform.idempotency_mismatch",
    422,
    zh="同一 Idempotency-Key 的内容与上次不同",
    en="The Idempotency-Key was used with another body",
)
KEY_RUNNING = declare(
    "platform.idempotency_running", 409, zh="同一请求正在处理,请稍候", en="The same request is still running"
)
IF_MATCH_REQUIRED = declare(
    "platform.if_match_required",
    428,
    zh="缺少 If-Match,请先读取最新内容",
    en="Send If-Match with the version you saw",
)
STALE_EDIT = declare(
    "platform.stale_edit",
    412,
    zh="内容已被他人修改,请刷新后再改",
    en="Somebody changed this since you read it",
)
WRONG_STATE = declare(
    "platform.wrong_state", 409, zh="当前状态({state})不能执行此操作", en="Not possible in state {state}"
)
BUSY = declare("platform.busy", 409, zh="数据正在被处理,请稍后重试", en="The record is busy: retry shortly")
SERVER_ERROR = declare(
    "platform.server_error",
    500,
    zh="系统出错,请凭编号联系运维",
    en="Something went wrong: quote the correlation id",
)
DATABASE_UNAVAILABLE = declare(
    "platform.database_unavailable",
    503,
    zh="数据库暂不可用,请稍后重试",
    en="The database is not available: retry shortly",
)
REPLICA_UNAVAILABLE = declare(
    "reports.replica_unavailable",
    503,
    zh="只读副本暂不可用,报表稍后恢复;业务办理不受影响",
    en="The read replica is not available: reports will be back, business goes on",
)
