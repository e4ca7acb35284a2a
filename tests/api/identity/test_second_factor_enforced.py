"""From a day on, roles that want a second factor insist on it: nothing else goes before it is set up."""

from datetime import date, timedelta

import pytest

from backend.config import urls_bank, urls_province
from backend.platform import clock
from shared.identity.models import ProvinceRole
from tenants.organisation.models import Role
from tests import world
from tests.contracts.guards import METHODS, views_of
from tests.factories.identity import Authenticator, make_second_factor
from tests.support.api import Api


@pytest.fixture
def enforced(settings):
    settings.SECOND_FACTOR_FROM = date.min


def signed_in(username="approver", host="b001"):
    person = Api(host)
    answer = person.post("session", {"username": username, "password": world.PASSWORD})
    assert answer.status_code == 200, answer.content
    return person


def code_of(response):
    return response.status_code, response.json()["code"]


DUE = (403, "identity.second_factor_required")


def test_these_roles_want_a_second_factor(api):
    assert set(Role.objects.filter(requires_second_factor=True).values_list("code", flat=True)) == {
        "approver",
        "branch_head",
        "bank_admin",
        "security_admin",
    }
    wanting = ProvinceRole.objects.filter(requires_second_factor=True)
    assert set(wanting.values_list("code", flat=True)) == {"security", "operations"}


@pytest.mark.parametrize(
    ("username", "host", "path"),
    [("approver", "b001", "tasks"), ("bank_admin", "b001", "accounts"), ("security", "province", "accounts")],
)
def test_who_must_have_one_may_do_nothing_before_it_is_set_up(enforced, username, host, path):
    person = signed_in(username, host)

    assert person.get("session").json()["must_set_second_factor"] is True
    assert code_of(person.get(path)) == DUE
    assert code_of(person.get("sessions")) == DUE
    assert code_of(person.post("session/step-up", {"code": "123456"})) == DUE
    assert person.get("session/second-factor").json()["is_required"] is True
    app = Authenticator(person.post("session/second-factor/enrolment").json()["secret"])
    assert code_of(person.get(path)) == DUE
    assert person.post("session/second-factor/confirmation", {"code": app.code()}).status_code == 200

    assert person.get("session").json()["must_set_second_factor"] is False
    assert person.get(path).status_code == 200


def test_other_roles_go_on_as_before(enforced):
    person = signed_in("officer")

    assert person.get("session").json()["must_set_second_factor"] is False
    assert person.get("customers").status_code == 200


def test_who_must_have_one_may_leave(enforced):
    assert signed_in().delete("session").status_code == 204
    assert signed_in().delete("sessions").status_code == 204


def test_it_is_not_removed_where_the_role_insists(enforced):
    app, _ = make_second_factor("approver")
    person = Api("b001")
    person.post("session", {"username": "approver", "password": world.PASSWORD})
    person.post("session/code", {"code": app.code()})

    refused = person.post("session/second-factor/removal", {"password": world.PASSWORD})

    assert code_of(refused) == (409, "identity.second_factor_enforced")
    assert person.get("session").json()["has_second_factor"] is True


def test_a_first_password_is_changed_before_the_second_factor_is_set_up(enforced, api):
    from shared.identity.models import Account

    Account.objects.filter(entity_code="b001", username="approver").update(must_change_password=True)
    person = signed_in()

    refused = person.post("session/second-factor/enrolment")

    assert code_of(refused) == (403, "identity.password_change_required")


def test_a_role_that_begins_to_insist_acts_at_the_next_request(enforced):
    person = signed_in("officer")
    Role.objects.filter(code="officer").update(requires_second_factor=True)

    assert code_of(person.get("customers")) == DUE


def test_it_is_enforced_from_the_day_that_the_installation_names(settings):
    now = clock.now()
    settings.SECOND_FACTOR_FROM = (now + timedelta(days=3)).date()
    with clock.frozen(now):
        assert signed_in().get("tasks").status_code == 200
    with clock.frozen(now + timedelta(days=4)):
        assert code_of(signed_in().get("tasks")) == DUE


def test_where_nothing_is_enforced_weighty_commands_need_no_factor_and_otherwise_they_do(api, settings):
    from shared.identity.models import Account

    settings.SECOND_FACTOR_FROM = None
    make_second_factor("officer")
    pk = Account.objects.get(entity_code="b001", username="officer").pk
    assert api("bank_admin").post(f"accounts/{pk}/second-factor-reset").status_code == 200

    settings.SECOND_FACTOR_FROM = date.min
    make_second_factor("officer")
    Role.objects.update(requires_second_factor=False)
    assert code_of(api("bank_admin").post(f"accounts/{pk}/second-factor-reset")) == DUE


@pytest.mark.parametrize(
    ("given", "expected"),
    [("", "date.min"), ("never", "None"), ("2027-01-01", "datetime.date(2027, 1, 1)")],
)
def test_the_environment_names_the_day(given, expected):
    import os
    import subprocess
    import sys

    program = (
        "from datetime import date; from backend.config.settings import base;"
        f"import datetime; print(base.SECOND_FACTOR_FROM == {expected})"
    )
    environment = {**os.environ, "SECOND_FACTOR_FROM": given}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True)

    assert done.stdout.strip() == "True", done.stderr


def test_the_doors_open_before_it_is_set_up_are_these_and_no_others():
    found = {
        f"{method.upper()} {where}"
        for face in (urls_bank, urls_province)
        for where, view in views_of(face.urlpatterns)
        for method in METHODS
        if (operation := getattr(getattr(view, method, None), "operation", None))
        and operation.is_open_without_factor
    }
    assert found == {
        "GET api/v1/session",
        "DELETE api/v1/session",
        "POST api/v1/session/password",
        "DELETE api/v1/sessions",
        "GET api/v1/session/second-factor",
        "POST api/v1/session/second-factor/enrolment",
        "POST api/v1/session/second-factor/confirmation",
    }
