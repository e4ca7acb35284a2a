"""Which entity a request is for: its hostname says so, and nothing else does."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.urls import set_urlconf
from django_tenants.utils import get_tenant_domain_model

from backend.platform.api.problems import problem_response
from backend.platform.errors import ENTITY_UNAVAILABLE, UNKNOWN_HOST

from .connections import tenant_connection
from .entity import PROVINCE, Entity

logger = logging.getLogger(__name__)
CACHE_SECONDS = 5.0
OPEN_STATES = {"READY"}


class EntityMiddleware:
    """Sets the schema of the connection and the urlconf of the request from the exact hostname.

    `www.` is not stripped and the host is never taken from a header that a client may choose. A bank
    that is being created, migrated or suspended answers 503 without touching its schema.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._cache: dict[str, tuple[float, str, str]] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        tenant_connection().set_tenant(PROVINCE)
        try:
            host = request.get_host().rsplit(":", 1)[0].lower()
        except DisallowedHost:
            return problem_response(request, UNKNOWN_HOST.at())
        found = self._find(host)
        if found is None:
            return problem_response(request, UNKNOWN_HOST.at())
        code, status = found
        entity = Entity(code, domain_url=host)
        request.tenant = entity  # type: ignore[attr-defined]
        request.urlconf = settings.ROOT_URLCONF if entity.is_bank else settings.PUBLIC_SCHEMA_URLCONF
        set_urlconf(request.urlconf)
        if status not in OPEN_STATES:
            return problem_response(request, ENTITY_UNAVAILABLE.at(status=status))
        tenant_connection().set_tenant(entity)
        try:
            return self.get_response(request)
        finally:
            tenant_connection().set_tenant(PROVINCE)

    def _find(self, host: str) -> tuple[str, str] | None:
        """(code, status) of the host, kept for a few seconds in this process; unknown hosts are not kept."""
        now = time.monotonic()
        kept = self._cache.get(host)
        if kept and kept[0] > now:
            return kept[1], kept[2]
        row = (
            get_tenant_domain_model()
            .objects.filter(domain=host)
            .values_list("tenant__code", "tenant__status")
            .first()
        )
        if row is None:
            return None
        self._cache[host] = (now + CACHE_SECONDS, *row)
        return row
