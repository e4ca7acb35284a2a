"""One try of a password or a code: in line with the others of its user name, counted when it fails."""

from typing import Any

from backend.platform.errors import DomainError
from backend.platform.observability.metrics import SIGN_IN_REFUSALS
from backend.platform.tenancy import current_entity

from .. import lockout
from ..models import AuthenticationEvent

Kind = AuthenticationEvent.Kind
REFUSALS = (Kind.REFUSED, Kind.LOCKED_OUT, Kind.CODE_REFUSED)


def client_of(request: Any) -> dict[str, str]:
    return {
        "ip": request.META.get("REMOTE_ADDR", ""),
        "user_agent": request.headers.get("User-Agent", "")[:200],
    }


def log(kind: str, request: Any, *, username: str = "", account_id: int | None = None) -> None:
    """Write a row of the authentication log."""
    AuthenticationEvent.objects.create(
        kind=kind,
        entity_code=current_entity().code,
        username=username[:40],
        account_id=account_id,
        **client_of(request),
    )
    if kind in REFUSALS:
        SIGN_IN_REFUSALS.labels(kind).inc()


class Attempt:
    """Passwords and codes of a user name share one count, so nobody gains tries by changing the kind."""

    def __init__(self, request: Any, username: str, account_id: int | None = None) -> None:
        self.request, self.username, self.account_id = request, username, account_id
        self._who = {"entity_code": current_entity().code, "username": username}
        self._ip = client_of(request)["ip"]

    def refusal(self) -> DomainError | None:
        """Stand in line until the end of the transaction; the refusal while the name is locked out."""
        lockout.attempts_lock(**self._who)
        until = lockout.locked_until(**self._who, ip=self._ip)
        if until is None:
            return None
        self.note(Kind.LOCKED_OUT)
        return lockout.refusal(until)

    def failed(self, kind: str) -> None:
        lockout.failure_count(**self._who, ip=self._ip)
        self.note(kind)

    def succeeded(self) -> None:
        """Everything that was asked for is proven: earlier failures are forgotten."""
        lockout.success_note(**self._who, ip=self._ip)

    def note(self, kind: str) -> None:
        log(kind, self.request, username=self.username, account_id=self.account_id)
