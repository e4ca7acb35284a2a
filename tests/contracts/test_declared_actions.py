"""Deny by default: an endpoint that declares no action fails here, and is refused when it is called."""

import pytest
from django.urls import path
from django.views.generic import View

from backend.config import urls_bank, urls_province
from backend.platform.api.operations import Endpoint
from backend.platform.errors import REGISTRY
from backend.platform.permissions import ACTIONS, PUBLIC, SIGNED_IN
from shared.identity.permissions import PROVINCE_ROLES
from tenants.organisation.seed import ROLES
from tests.contracts.guards import METHODS, undeclared_operations, views_of

FACES = {"bank": urls_bank, "province": urls_province}


@pytest.mark.parametrize("face", FACES)
def test_every_operation_declares_an_action(face):
    assert undeclared_operations(FACES[face].urlpatterns) == []


@pytest.mark.parametrize("face", FACES)
def test_every_declared_action_exists(face):
    for where, view in views_of(FACES[face].urlpatterns):
        for method in METHODS:
            operation = getattr(getattr(view, method, None), "operation", None)
            if operation is not None:
                assert operation.action in (PUBLIC, SIGNED_IN) or operation.action in ACTIONS, (
                    f"{method} {where}"
                )


def test_an_undeclared_view_is_found():
    class Forgotten(Endpoint):
        def get(self, request):
            """No action."""

    class Plain(View):
        def post(self, request):
            """No action."""

    found = undeclared_operations([path("a", Forgotten.as_view()), path("b", Plain.as_view())])

    assert found == ["GET a", "POST b"]


def test_an_undeclared_operation_is_refused_at_run_time(rf):
    class Forgotten(Endpoint):
        authentication_classes = ()

        def get(self, request):
            raise AssertionError("must never run")

    response = Forgotten.as_view()(rf.get("/"))

    assert response.status_code == 403
    assert response.data["code"] == "platform.undeclared_action"


def test_roles_hold_only_declared_actions_and_each_action_has_a_role():
    held = {action for _, actions in [*ROLES.values(), *PROVINCE_ROLES.values()] for action in actions}
    assert held - set(ACTIONS) == set()
    assert set(ACTIONS) - held == set()


def test_public_operations_are_these_and_no_others():
    public = {
        f"{method.upper()} {where}"
        for face in FACES.values()
        for where, view in views_of(face.urlpatterns)
        for method in METHODS
        if getattr(getattr(getattr(view, method, None), "operation", None), "action", "") == PUBLIC
    }
    assert public == {
        "GET api/v1/entity",
        "POST api/v1/session",
        "POST api/v1/session/code",
        "POST api/v1/tokens",
        "POST api/v1/tokens/refresh",
        "POST api/v1/integrations/core-banking/answers",
    }


def test_every_error_has_both_languages():
    for kind in REGISTRY.values():
        assert kind.zh.strip()
        assert kind.en.strip()
        assert 400 <= kind.status < 600
