"""The console's single page: served by Django on every host, behind the check of the credential."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.generic import View

from backend.platform.permissions import PUBLIC

NOT_BUILT = "<!doctype html><meta charset=utf-8><p>The console is not built: run <code>make setup</code>.</p>"


@lru_cache(maxsize=4)
def _page(path: Path, changed_at: float) -> str:
    return path.read_text(encoding="utf-8")


@method_decorator([never_cache, ensure_csrf_cookie], name="dispatch")
class Console(View):
    """Any path that is not the API's is the console's; its own router takes it from there."""

    action = PUBLIC

    def get(self, request: HttpRequest, path: str = "") -> HttpResponse:
        index = Path(settings.CONSOLE_DIST) / "index.html"
        if not index.exists():
            return HttpResponse(NOT_BUILT, status=503)
        return HttpResponse(_page(index, index.stat().st_mtime))
