"""Binds each credential to its entity, before any view, the console's index page and files included."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from backend.platform.api.problems import problem_response
from backend.platform.errors import WRONG_ENTITY
from backend.platform.tenancy import current_entity

from . import services
from .sessions import ENTITY_KEY


class CredentialMiddleware:
    """A session of bank A at bank B or at the province is refused with 401 and written down on both sides."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            owner = request.session.get(ENTITY_KEY)
            if owner is not None and owner != current_entity().code:
                services.wrong_entity_note(
                    owner=owner,
                    account_id=int(request.session.get("_auth_user_id") or 0) or None,
                    ip=request.META.get("REMOTE_ADDR", ""),
                    path=request.path,
                    user_agent=request.headers.get("User-Agent", ""),
                )
                return problem_response(request, WRONG_ENTITY.at())
        return self.get_response(request)
