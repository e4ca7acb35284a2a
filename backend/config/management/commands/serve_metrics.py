from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections, connections
from prometheus_client import CollectorRegistry, make_wsgi_app, multiprocess

from backend.platform.observability import readings
from backend.platform.observability.metrics import Readings

HEARTBEAT_LIMIT = 60.0
TEXT = [("Content-Type", "text/plain; charset=utf-8")]


class Quiet(WSGIRequestHandler):
    """Asked every few seconds by a machine: nothing to log."""

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


def application() -> Callable[[dict[str, Any], Any], Iterable[bytes]]:
    """`/metrics`: everything counted on this machine and read from the databases. `/workerz`: is a worker alive?"""
    registry = CollectorRegistry()
    if settings.METRICS_DIR:
        multiprocess.MultiProcessCollector(registry, path=settings.METRICS_DIR)
    registry.register(Readings())
    metrics = make_wsgi_app(registry)

    def serve(request: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = request.get("PATH_INFO", "")
        if path == "/metrics":
            close_old_connections()
            try:
                return metrics(request, start_response)
            finally:
                for connection in connections.all(initialized_only=True):
                    connection.close()
        if path == "/workerz":
            age = readings.heartbeat_age() if settings.METRICS_DIR else None
            alive = age is not None and age <= HEARTBEAT_LIMIT
            start_response("200 OK" if alive else "503 Service Unavailable", TEXT)
            return [b"alive\n" if alive else b"no worker has spoken lately\n"]
        start_response("404 Not Found", TEXT)
        return [b"/metrics or /workerz\n"]

    return serve


class Command(BaseCommand):
    help = "Answer /metrics and /workerz for the programs of this machine, at METRICS_BIND."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default=settings.METRICS_BIND)

    def handle(self, *args: Any, **options: Any) -> None:
        host, _, port = options["bind"].rpartition(":")
        with make_server(host or "127.0.0.1", int(port), application(), handler_class=Quiet) as server:
            self.stdout.write(f"metrics at http://{host}:{server.server_port}/metrics")
            self.stdout.flush()
            server.serve_forever()
