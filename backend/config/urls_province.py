"""The paths of the province's host."""

from typing import Any

from django.urls import include, path

from backend.platform.api import events
from backend.platform.api.changes import urlpatterns as changes
from backend.platform.api.field_changes import urlpatterns as field_changes
from backend.platform.api.logs import log_urls
from backend.platform.desk.api.drafts import urlpatterns as drafts
from backend.platform.desk.api.list_views import urlpatterns as list_views
from backend.platform.desk.api.notices import urlpatterns as notices
from backend.platform.desk.api.shell import urlpatterns as shell
from backend.platform.desk.exports.api import urlpatterns as exports
from shared.entities.api.views import ThisEntity

from .urls_common import tail

api: list[Any] = [
    path("entity", ThisEntity.as_view()),
    *log_urls(view="province.audit_view", export="province.audit_export", verify="province.audit_verify"),
    *changes,
    *notices,
    *list_views,
    *field_changes,
    *drafts,
    *exports,
    *shell,
    *events.paths(*events.PROVINCE_FACE),
    path("", include("shared.identity.api.urls")),
    path("", include("shared.entities.api.urls")),
    path("", include("shared.reference.api.urls")),
    path("", include("shared.catalog.api.urls")),
    path("", include("shared.operations.api.urls")),
]
urlpatterns = [path("api/v1/", include(api)), *tail]

handler404 = "backend.platform.api.problems.not_found"
handler500 = "backend.platform.api.problems.server_error"
