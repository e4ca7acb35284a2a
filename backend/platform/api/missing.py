"""What answers under /api/ where nothing else does."""

from typing import Any

from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from backend.platform.permissions import PUBLIC

from . import problems


@method_decorator(csrf_exempt, name="dispatch")
class NoSuchEndpoint(View):
    """A problem document instead of the console's page."""

    action = PUBLIC

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return problems.not_found(request)
