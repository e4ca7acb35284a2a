"""Sign-in at a host, what the session tells the console, sign-out."""

from shared.identity.models import Account, AuthenticationEvent, Session
from tests import world
from tests.support.api import Api


def sign_in(host="b001", username="officer", password=world.PASSWORD):
    stranger = Api(host)
    return stranger, stranger.post("session", {"username": username, "password": password})


def test_sign_in_tells_who_where_when_and_what_he_may_do(api):
    _, response = sign_in()

    session = response.json()
    assert response.status_code == 200
    assert session["account"]["username"] == "officer"
    assert session["staff"]["branch"]["name"] == "城关支行"
    assert session["entity"]["code"] == "b001"
    assert session["business_date"] == world.BUSINESS_DATE.isoformat()
    assert "customers.register" in session["actions"]
    assert "loans.repay" not in session["actions"]
    assert session["posts"][0]["scope"] == "SELF"


def test_the_cookie_is_host_only_and_out_of_reach_of_scripts(api):
    stranger, _ = sign_in()

    cookie = stranger.client.cookies["session"]
    assert cookie["domain"] == ""
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_production_cookies_are_secure():
    from backend.config.settings import base

    assert base.SESSION_COOKIE_SECURE
    assert base.CSRF_COOKIE_SECURE


def test_wrong_password_unknown_user_and_disabled_account_look_alike_and_are_logged(api):
    Account.objects.filter(entity_code="b001", username="teller").update(is_active=False)

    answers = [
        sign_in(password="wrong-password")[1],
        sign_in(username="nobody")[1],
        sign_in(username="teller")[1],
    ]

    assert {a.status_code for a in answers} == {401}
    assert {a.json()["code"] for a in answers} == {"identity.wrong_credentials"}
    assert AuthenticationEvent.objects.filter(kind="REFUSED", entity_code="b001").count() == 3


def test_signing_out_ends_the_session(api):
    person, _ = sign_in()
    assert person.get("session").status_code == 200

    assert person.delete("session").status_code == 204

    assert person.get("session").status_code == 401


def test_signing_out_everywhere_ends_every_session_of_the_account_and_no_other(api):
    first, _ = sign_in()
    second, _ = sign_in()
    other, _ = sign_in(username="reviewer")

    assert first.delete("sessions").status_code == 204

    assert [p.get("session").status_code for p in (first, second, other)] == [401, 401, 200]


def test_sessions_name_their_account_and_entity(api):
    _, response = sign_in()

    row = Session.objects.get(account_id=response.json()["account"]["id"])
    assert row.entity_code == "b001"


def test_a_disabled_account_is_out_at_its_next_request(api):
    person, _ = sign_in()
    Account.objects.filter(entity_code="b001", username="officer").update(is_active=False)

    assert person.get("session").status_code == 401


def test_a_role_that_ends_acts_at_the_next_request(api):
    from tenants.organisation.models import PostHolding, Staff

    officer = api("officer")
    assert officer.get("customers").status_code == 200
    staff = Staff.objects.get(account_id=officer.account.pk)
    PostHolding.objects.filter(staff=staff).update(valid_to="2026-03-01")

    refused = officer.get("customers")

    assert (refused.status_code, refused.json()["code"]) == (403, "platform.not_allowed")


def test_an_account_without_staff_may_do_nothing(api):
    account = Account.objects.create_account(
        entity_code="b001", username="temp", name="临时", password="x" * 12
    )
    person = Api("b001", account)

    assert person.get("session").json()["actions"] == []
    assert person.get("customers").status_code == 403


def test_a_change_without_the_csrf_token_is_refused(api):
    officer = api("officer")
    strict = Api("b001", officer.account, enforce_csrf=True)

    refused = strict.post("customers", {"name": "甲"})

    assert (refused.status_code, refused.json()["code"]) == (403, "platform.not_allowed")


def test_province_accounts_are_listed_for_security_and_nobody_else(api):
    rows = api("province:security").get("accounts").json()["results"]

    assert {row["username"] for row in rows} == {"catalogue", "rules", "operations", "security", "auditor"}
    assert api("province:catalogue").get("accounts").status_code == 403
