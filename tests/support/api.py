"""A client that speaks to one host as one signed-in account, the way the console does."""

import json
import uuid
from typing import Any

from django.db import connection
from django.test import Client

from shared.identity.models import Account
from shared.identity.sessions import ENTITY_KEY
from tests import world


class Api:
    """Talks JSON to `/api/v1`. An answer to bank A that holds bank B's mark fails the test at once."""

    def __init__(self, host: str, account: Account | None = None, *, enforce_csrf: bool = False) -> None:
        self.host = host
        self.account = account
        self.client = Client(HTTP_HOST=f"{host}.localhost", enforce_csrf_checks=enforce_csrf)
        if account is not None:
            self.client.force_login(account, backend="shared.identity.backends.EntityBackend")
            session = self.client.session
            session[ENTITY_KEY] = account.entity_code
            session.save()

    def get(self, path: str, **query: Any) -> Any:
        return self._send("get", path, data=query)

    def post(self, path: str, body: Any = None, *, key: str | None = None, **headers: str) -> Any:
        headers.setdefault("HTTP_IDEMPOTENCY_KEY", key or uuid.uuid4().hex)
        return self._send("post", path, **self._json(body), **headers)

    def patch(self, path: str, body: Any = None, *, etag: str | None = None, **headers: str) -> Any:
        if etag is not None:
            headers["HTTP_IF_MATCH"] = etag
        return self._send("patch", path, **self._json(body), **headers)

    def put(self, path: str, body: Any = None) -> Any:
        return self._send("put", path, **self._json(body))

    def delete(self, path: str) -> Any:
        return self._send("delete", path)

    def raw(self, method: str, path: str, **options: Any) -> Any:
        """A request outside `/api/v1`, or with a body of one's own."""
        return self._keeping_entity(method, path, **options)

    @staticmethod
    def _json(body: Any) -> dict[str, Any]:
        return {
            "data": json.dumps({} if body is None else body, default=str),
            "content_type": "application/json",
        }

    def _send(self, method: str, path: str, **options: Any) -> Any:
        return self._keeping_entity(method, f"/api/v1/{path.lstrip('/')}", **options)

    def _keeping_entity(self, method: str, path: str, **options: Any) -> Any:
        before = connection.tenant
        try:
            response = getattr(self.client, method)(path, **options)
        finally:
            connection.set_tenant(before)
        if self.host == world.BANK_A and not response.streaming:
            assert world.MARK.encode() not in response.content, f"{path} shows rows of {world.BANK_B}"
        return response


class App:
    """An app with a bearer token: no cookies, and no CSRF token."""

    def __init__(self, host: str, token: str = "") -> None:
        self.host, self.token, self.refresh_token = host, token, ""
        self._api = Api(host, enforce_csrf=True)

    def sign_in(self, username: str, *, password: str = world.PASSWORD, **more: Any) -> Any:
        """Ask for tokens and keep them."""
        body = {"username": username, "password": password, "device_name": "Pixel", "audience": "mobile"}
        return self._keep(self._api.post("tokens", {**body, **more}))

    def refresh(self, refresh_token: str = "") -> Any:
        return self._keep(
            self._api.post("tokens/refresh", {"refresh_token": refresh_token or self.refresh_token})
        )

    def _keep(self, response: Any) -> Any:
        if response.status_code in (200, 201):
            self.token, self.refresh_token = (
                response.json()["access_token"],
                response.json()["refresh_token"],
            )
        return response

    @property
    def _headers(self) -> dict[str, str]:
        return {"HTTP_AUTHORIZATION": f"Bearer {self.token}"}

    def get(self, path: str) -> Any:
        return self._api.raw("get", f"/api/v1/{path}", **self._headers)

    def post(self, path: str, body: Any = None) -> Any:
        return self._api.post(path, body, **self._headers)

    def patch(self, path: str, body: Any, *, etag: str) -> Any:
        return self._api.patch(path, body, etag=etag, **self._headers)

    def delete(self, path: str) -> Any:
        return self._api.raw("delete", f"/api/v1/{path}", **self._headers)


def signed_in(who: str) -> Api:
    """`officer` at bank A, `b002:officer` at bank B, `province:catalogue` at the province."""
    host, _, username = who.rpartition(":")
    host = host or world.BANK_A
    account = Account.objects.get(entity_code=host, username=username)
    return Api(host, account)
