"""How the OpenAPI document names things: stable operation ids, tags by endpoint, the session cookie.

What people read of it is in Chinese too: tags by the name of their app, operations by `zh` or by the name of
their action. Examples are recorded answers (`make examples`), kept beside the committed documents.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from .serializers import PROBLEM


class OperationSchema(AutoSchema):
    """`GET /customers/{id}` of the endpoint CustomerOne is `customer_one_get`: it changes with no other path."""

    @property
    def _endpoint(self) -> Any:
        return self.view

    def get_operation_id(self) -> str:
        name = re.sub(r"(?<!^)(?=[A-Z])", "_", type(self.view).__name__).lower()
        return f"{name}_{self.method.lower()}"

    def get_tags(self) -> list[str]:
        return [self._endpoint.tag] if getattr(self.view, "tag", "") else []

    def get_auth(self) -> list[dict[str, Any]]:
        from backend.platform.permissions import PUBLIC

        operation = self._endpoint.operation_of(self.method)
        return [] if operation is None or operation.action == PUBLIC else super().get_auth()

    def get_description(self) -> str:  # type: ignore[override]
        """The Chinese summary, and the action with its Chinese name; one of several further ones besides."""
        from backend.platform.permissions import ACTIONS, PUBLIC, SIGNED_IN

        operation = self._endpoint.operation_of(self.method)
        if operation is None:
            return ""
        named = {PUBLIC: "无需登录", SIGNED_IN: "登录即可", **ACTIONS}.get(operation.action, "")
        further = "、".join(f"`{action}` {ACTIONS.get(action, '')}" for action in operation.any_of)
        told = f"{operation.zh or ACTIONS.get(operation.action, '')}\n\n权限 `{operation.action}` {named}"
        return f"{told}{f',及其一:{further}' if further else ''}".strip()


TAGS = {
    "access": "角色与授权",
    "audit": "审计日志",
    "changes": "变更复核",
    "dictionaries": "数据字典",
    "events": "事件",
    "integrations": "外部系统",
    "parameters": "业务参数",
    "session": "登录与会话",
}
"""Chinese names of tags that are no app; others are called like their app."""


def tag_named(tag: str) -> str:
    """The Chinese name of a tag; the tag itself when neither an app nor TAGS knows one (a test tells)."""
    app = apps.app_configs.get(tag)
    return TAGS.get(tag) or (str(app.verbose_name) if app else tag)


def readable(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Hook of the generator: Chinese names of the tags, and the recorded examples of the face."""
    operations = {
        f"{method.upper()} {path.removeprefix('/api/v1/')}": operation
        for path, methods in result["paths"].items()
        for method, operation in methods.items()
    }
    used = sorted({tag for operation in operations.values() for tag in operation.get("tags", [])})
    result["tags"] = [{"name": tag, "x-displayName": tag_named(tag)} for tag in used]
    face = str(generator.urlconf).rpartition("_")[2]
    result["components"]["schemas"]["Problem"]["example"] = PROBLEM
    recorded = examples(face)
    for name, operation in operations.items():
        if name in recorded:
            _exemplify(operation, recorded[name])
    return result


def examples_file(face: str) -> Path:
    """Where the recorded examples of a face (bank, province) stand."""
    return Path(settings.BASE_DIR) / "frontend" / "openapi" / "examples" / f"{face}.json"


@cache
def examples(face: str) -> dict[str, dict[str, Any]]:
    """`{operation: {case: {request, status, response, ...}}}`; nothing for a urlconf that is no face."""
    file = examples_file(face)
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def _exemplify(operation: dict[str, Any], cases: dict[str, dict[str, Any]]) -> None:
    for part, content in (
        ("request", operation.get("requestBody", {}).get("content", {})),
        ("response", _answer_of(operation, cases)),
    ):
        told = {case or "example": {"value": found[part]} for case, found in cases.items() if part in found}
        for media_type, place in content.items():
            if told and media_type == "application/json":
                place["examples"] = told


def _answer_of(operation: dict[str, Any], cases: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The contents of the answer that the examples show."""
    status = str(next(iter(cases.values()))["status"])
    content: dict[str, Any] = operation["responses"].get(status, {}).get("content", {})
    return content


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = "backend.platform.api.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "session",
            "description": "Sign in with POST /api/v1/session; changes also need the X-CSRFToken header.",
        }


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = "backend.platform.api.authentication.BearerAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "An app's access token of POST /api/v1/tokens, good for ten minutes.",
        }
