"""One's own password: what it must be, what its change ends, and who must change it first."""

import pytest

from backend.config import urls_bank, urls_province
from backend.platform.errors import FieldErrors
from backend.platform.permissions import Actor
from shared.identity import services
from shared.identity.models import Account, AuthenticationEvent, PasswordHistory, Session
from tests import world
from tests.contracts.guards import METHODS, views_of
from tests.support.api import Api

NEW = "Paddy-terrace-7"


def signed_in(username="officer", password=world.PASSWORD, host="b001"):
    person = Api(host)
    assert person.post("session", {"username": username, "password": password}).status_code == 200
    return person


def change(person, new=NEW, current=world.PASSWORD):
    return person.post("session/password", {"current_password": current, "new_password": new})


def fault(response):
    assert response.status_code == 422, response.content
    return [(e["field"], e["code"]) for e in response.json()["errors"]]


def test_the_new_password_counts_and_the_old_one_does_not():
    person = signed_in()

    assert change(person).status_code == 204

    assert person.get("customers").status_code == 200
    body = {"username": "officer", "password": world.PASSWORD}
    assert Api("b001").post("session", body).status_code == 401
    signed_in(password=NEW)


def test_a_change_ends_every_other_session_of_the_account_and_no_other(api):
    person, elsewhere, other = signed_in(), signed_in(), signed_in("reviewer")

    change(person)

    assert [p.get("session").status_code for p in (person, elsewhere, other)] == [200, 401, 200]
    account = Account.objects.get(entity_code="b001", username="officer")
    assert Session.objects.filter(account_id=account.pk).count() == 1


def test_a_change_is_written_down_without_the_password(api):
    person = signed_in()
    change(person)

    rows = api("auditor").get("audit", action="identity.password_change").json()["results"]
    assert [(r["object_no"], r["changes"]) for r in rows] == [("officer", [])]
    assert AuthenticationEvent.objects.filter(kind="PASSWORD_CHANGED", username="officer").count() == 1


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("Short-7", "password_too_short"),
        ("1q2w3e4r5t6y7u8i9o0p", "password_few_classes"),
        ("abcdefghijklm", "password_few_classes"),
        ("abcdefgh12345", "password_few_classes"),
        ("my-OFFICER-77", "password_has_username"),
        (world.PASSWORD, "password_reused"),
    ],
)
def test_a_password_against_the_rules_is_refused_at_its_field(new, code):
    person = signed_in()

    assert ("new_password", f"identity.{code}") in fault(change(person, new))
    assert Api("b001").post("session", {"username": "officer", "password": new}).status_code in (200, 401)
    signed_in()


def test_a_common_password_and_one_of_digits_are_refused():
    person = signed_in()

    assert ("new_password", "identity.password_too_common") in fault(change(person, "qwertyuiop"))
    assert ("new_password", "identity.password_numeric") in fault(change(person, "90817263541"))


@pytest.mark.parametrize("new", ["Paddy-terrace-7", "贵州山区的梯田之上Ab", "PADDY TERRACE 77", "a1!a1!a1!a"])
def test_three_of_four_classes_are_enough(new):
    assert change(signed_in(), new).status_code == 204


def test_the_last_five_passwords_come_not_again_and_the_sixth_does():
    person, current = signed_in(), world.PASSWORD
    for n in range(1, 5):
        assert change(person, f"Paddy-terrace-{n}", current).status_code == 204
        current = f"Paddy-terrace-{n}"
    assert fault(change(person, world.PASSWORD, current)) == [("new_password", "identity.password_reused")]
    assert fault(change(person, "Paddy-terrace-2", current)) == [("new_password", "identity.password_reused")]

    assert change(person, "Paddy-terrace-5", current).status_code == 204
    assert change(person, world.PASSWORD, "Paddy-terrace-5").status_code == 204
    account = Account.objects.get(entity_code="b001", username="officer")
    assert PasswordHistory.objects.filter(account=account).count() == 4


def test_a_wrong_current_password_is_refused_and_counts_as_a_failure():
    person = signed_in()

    for _ in range(5):
        assert fault(change(person, current="wrong")) == [("current_password", "identity.wrong_password")]
    locked = change(person)

    assert (locked.status_code, locked.json()["code"]) == (429, "identity.locked_out")
    assert AuthenticationEvent.objects.filter(kind="PASSWORD_REFUSED", username="officer").count() == 5
    assert person.get("session").status_code == 200


def test_nobody_changes_a_password_without_being_signed_in():
    assert change(Api("b001")).status_code == 401


@pytest.fixture
def newcomer():
    services.account_create(
        actor=Actor.system("b001"), entity_code="b001", username="wang", name="王某", password="First-pass-77"
    )
    return signed_in("wang", "First-pass-77")


def test_a_new_account_must_change_its_password_before_anything_else(newcomer):
    session = newcomer.get("session")
    assert (session.status_code, session.json()["must_change_password"]) == (200, True)
    assert newcomer.get("entity").status_code == 200
    for path in ("customers", "sessions", "loans/1", "audit"):
        refused = newcomer.get(path)
        assert (refused.status_code, refused.json()["code"]) == (403, "identity.password_change_required")
    refused = newcomer.post("customers", {})
    assert refused.json()["code"] == "identity.password_change_required"

    assert change(newcomer, current="First-pass-77").status_code == 204

    assert newcomer.get("session").json()["must_change_password"] is False
    assert newcomer.get("sessions").status_code == 200


@pytest.mark.parametrize("path", ["session", "sessions"])
def test_a_new_account_may_leave(newcomer, path):
    assert newcomer.delete(path).status_code == 204
    assert newcomer.get("session").status_code == 401


def test_the_same_holds_at_the_province():
    services.account_create(
        actor=Actor.system("province"),
        entity_code="province",
        username="li2",
        name="李某",
        password="First-pass-77",
    )
    person = signed_in("li2", "First-pass-77", "province")

    assert person.get("accounts").json()["code"] == "identity.password_change_required"
    change(person, current="First-pass-77")
    assert person.get("accounts").json()["code"] == "platform.not_allowed"


def test_the_doors_open_before_the_change_are_these_and_no_others():
    found = {
        f"{method.upper()} {where}"
        for face in (urls_bank, urls_province)
        for where, view in views_of(face.urlpatterns)
        for method in METHODS
        if (operation := getattr(getattr(view, method, None), "operation", None))
        and operation.before_password_change
    }
    assert found == {
        "GET api/v1/session",
        "DELETE api/v1/session",
        "POST api/v1/session/password",
        "DELETE api/v1/sessions",
    }


def test_an_account_is_not_made_with_a_password_against_the_rules():
    with pytest.raises(FieldErrors) as refused:
        services.account_create(
            actor=Actor.system("b001"), entity_code="b001", username="wang", name="王某", password="wang"
        )

    assert {(e.field, e.code) for e in refused.value.errors} >= {("password", "identity.password_too_short")}
    assert not Account.objects.filter(username="wang").exists()
