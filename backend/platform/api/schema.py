"""How the OpenAPI document names things: stable operation ids, tags by endpoint, the session cookie."""

import re
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema


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
        return [] if operation is None or operation.action == PUBLIC else [{"session": []}]


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
