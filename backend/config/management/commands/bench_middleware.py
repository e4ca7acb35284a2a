import json
import statistics
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import path

from backend.platform.api.operations import Endpoint, command, query
from backend.platform.permissions import PUBLIC, SIGNED_IN
from backend.platform.records import audit

ANSWER: dict[str, Any] = {}


def bare(request: Any) -> HttpResponse:
    """The floor: a view that does nothing, behind the same server and middleware that every view has."""
    return HttpResponse(b"{}", content_type="application/json")


class Nobody(Endpoint):
    @query(action=PUBLIC, summary="A query of nobody")
    def get(self, request: Any) -> Any:
        return ANSWER


class Somebody(Endpoint):
    @query(action=SIGNED_IN, summary="A query of somebody")
    def get(self, request: Any) -> Any:
        return ANSWER

    @command(action=SIGNED_IN, summary="A command", idempotent=False, status=201)
    def patch(self, request: Any) -> Any:
        return ANSWER

    @command(action=SIGNED_IN, summary="A command with a key", status=201)
    def post(self, request: Any) -> Any:
        return ANSWER


class Scoped(Endpoint):
    @query(action="organisation.view", summary="A query that needs an action")
    def get(self, request: Any) -> Any:
        return ANSWER


class Audited(Endpoint):
    @command(action=SIGNED_IN, summary="A command with a key and an audit row", status=201)
    def post(self, request: Any) -> Any:
        audit.record(request.actor, "identity.password_change")
        return ANSWER


urlpatterns = [
    path("bare", bare),
    path("api/nobody", Nobody.as_view()),
    path("api/somebody", Somebody.as_view()),
    path("api/scoped", Scoped.as_view()),
    path("api/audited", Audited.as_view()),
]
"""Layer by layer: each line below adds one to the line before."""

LAYERS: list[tuple[str, str, str, bool]] = [
    ("bare view", "get", "/bare", False),
    ("+ endpoint", "get", "/api/nobody", False),
    ("+ session, account, actor", "get", "/api/somebody", True),
    ("+ action and scope", "get", "/api/scoped", True),
    ("+ transaction", "patch", "/api/somebody", True),
    ("+ idempotency key", "post", "/api/somebody", True),
    ("+ audit row", "post", "/api/audited", True),
]


class Command(BaseCommand):
    help = "Measure what the layers around a view cost, in milliseconds and queries, beside a view that does nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--entity", default="b001")
        parser.add_argument("--username", default="officer")
        parser.add_argument("--requests", type=int, default=300)
        parser.add_argument(
            "--profile", action="store_true", help="print where the last layer spends its time"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        entity, wanted = options["entity"], options["requests"]
        with override_settings(ROOT_URLCONF=__name__), ExitStack() as stack:
            clients = {
                False: Client(HTTP_HOST=f"{entity}.{settings.BASE_DOMAIN}"),
                True: stack.enter_context(self._signed_in(entity, options["username"])),
            }
            work = [(name, self._request(clients[known], method, url)) for name, method, url, known in LAYERS]
            queries = [self._queries(send) for _, send in work]
            times = self._times([send for _, send in work], wanted)
            if options["profile"]:
                self._profile(work[-1][1], wanted)
        self.stdout.write(f"{wanted} requests each, taken in turn; milliseconds\n\n")
        self.stdout.write(f"{'layer':28} {'p50':>7} {'p95':>7} {'over the floor':>15} {'queries':>8}")
        floor = statistics.median(times[0])
        for (name, _), taken, count in zip(work, times, queries, strict=True):
            p95 = statistics.quantiles(taken, n=20)[18]
            middle = statistics.median(taken)
            self.stdout.write(f"{name:28} {middle:7.2f} {p95:7.2f} {middle - floor:15.2f} {count:8}")

    @contextmanager
    def _signed_in(self, entity: str, username: str) -> Iterator[Client]:
        """A client with a session of its own, which is ended afterwards."""
        from shared.identity.models import Account
        from shared.identity.sessions import ENTITY_KEY

        account = Account.objects.filter(entity_code=entity, username=username).first()
        if account is None:
            raise CommandError(f"there is no account {username} at {entity}: run it on the demo's servers")
        client = Client(HTTP_HOST=f"{entity}.{settings.BASE_DOMAIN}")
        client.force_login(account, backend="shared.identity.backends.EntityBackend")
        session = client.session
        session[ENTITY_KEY] = entity
        session.save()
        try:
            yield client
        finally:
            session.delete()

    def _request(self, client: Client, method: str, url: str) -> Callable[[], None]:
        def send() -> None:
            extra: Any = {"HTTP_IDEMPOTENCY_KEY": uuid.uuid4().hex, "HTTP_X_FORWARDED_PROTO": "https"}
            if method != "get":
                extra |= {"data": json.dumps({}), "content_type": "application/json"}
            answer = getattr(client, method)(url, **extra)
            if answer.status_code not in (200, 201):
                raise CommandError(f"{method} {url} answered {answer.status_code}: {answer.content[:300]!r}")

        return send

    def _queries(self, send: Callable[[], None]) -> int:
        send()  # caches of the first request
        with CaptureQueriesContext(connection) as found:
            send()
        return len(found)

    def _times(self, sends: list[Callable[[], None]], wanted: int) -> list[list[float]]:
        """Milliseconds of each; taken in turn, so that a busy machine slows all alike."""
        taken: list[list[float]] = [[] for _ in sends]
        for _ in range(wanted):
            for send, into in zip(sends, taken, strict=True):
                began = time.perf_counter()
                send()
                into.append((time.perf_counter() - began) * 1000)
        return taken

    def _profile(self, send: Callable[[], None], wanted: int) -> None:
        import cProfile
        import pstats

        profile = cProfile.Profile()
        profile.enable()
        for _ in range(wanted):
            send()
        profile.disable()
        pstats.Stats(profile, stream=sys.stdout).sort_stats("cumulative").print_stats(35)
