"""The paths of a bank's host. A province path cannot answer here: the two faces share only the sign-in."""

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
from shared.identity.api.urls import bank as identity
from shared.operations.api.urls import bank as operations
from shared.reference.api.views import AccountSubjects, Calendar

from .urls_common import tail

api: list[Any] = [
    path("entity", ThisEntity.as_view()),
    *identity,
    *log_urls(view="audit.view", export="audit.export", verify="audit.verify"),
    *operations,
    path("account-subjects", AccountSubjects.as_view()),
    path("calendar", Calendar.as_view()),
    *changes,
    *notices,
    *list_views,
    *field_changes,
    *drafts,
    *exports,
    *shell,
    *events.paths(*events.BANK_FACE),
    path("", include("tenants.organisation.api.urls")),
    path("", include("tenants.products.api.urls")),
    path("", include("tenants.customers.api.urls")),
    path("", include("tenants.intake.api.urls")),
    path("", include("tenants.applications.api.urls")),
    path("", include("tenants.approvals.api.urls")),
    path("", include("tenants.contracts.api.urls")),
    path("", include("tenants.loans.api.urls")),
    path("", include("tenants.deductions.api.urls")),
    path("", include("tenants.ledger.api.urls")),
    path("", include("tenants.endofday.api.urls")),
    path("", include("tenants.reports.api.urls")),
]
urlpatterns = [path("api/v1/", include(api)), *tail]

handler404 = "backend.platform.api.problems.not_found"
handler500 = "backend.platform.api.problems.server_error"
