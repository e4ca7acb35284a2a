"""Apps sign in for tokens: short access tokens of a living session, and refresh tokens good for one use."""

import base64
import json
from datetime import date, timedelta

import jwt
import pytest
from auditlog.context import auditlog_value

from backend.platform import clock
from shared.identity import tokens
from shared.identity.models import Account, AuthenticationEvent, Session
from tests import world
from tests.factories.customers import customer_values
from tests.factories.identity import make_second_factor
from tests.support.api import Api, App
from tests.support.documents import parsed

MINUTE = timedelta(minutes=1)


def signed_in(username="officer", host="b001", **more):
    app = App(host)
    answer = app.sign_in(username, **more)
    assert answer.status_code == 201, answer.content
    return app


def told(response):
    return response.status_code, response.json()["code"]


def forged(app, *, key=None, algorithm="HS256", headers=None, drop=(), **changed):
    """The app's token with claims changed, signed anew with our own key unless another is given."""
    claims = {**jwt.decode(app.token, options={"verify_signature": False}), **changed}
    claims = {name: value for name, value in claims.items() if name not in drop}
    key_id, own = next(iter(tokens._keys().items()))
    token = jwt.encode(
        claims, own if key is None else key, algorithm=algorithm, headers={"kid": key_id, **(headers or {})}
    )
    return App(app.host, token)


INVALID = (401, "identity.token_invalid")


def test_an_app_signs_in_and_acts_as_its_person():
    app = App("b001")

    issued = app.sign_in("officer").json()

    assert (issued["token_type"], issued["expires_in"]) == ("Bearer", 600)
    assert app.get("session").json()["account"]["username"] == "officer"
    assert app.get("customers").status_code == 200
    assert told(app.get("audit")) == (403, "platform.not_allowed")


def test_a_token_says_who_where_for_whom_and_until_when():
    app = signed_in()

    claims = jwt.decode(app.token, options={"verify_signature": False})

    account = Account.objects.get(entity_code="b001", username="officer")
    assert set(claims) == {"iss", "aud", "sub", "entity", "sid", "iat", "exp", "jti"}
    assert (claims["iss"], claims["aud"], claims["sub"]) == ("b001.localhost", "mobile", str(account.pk))
    assert claims["exp"] - claims["iat"] == 600
    assert str(Session.objects.get(account_id=account.pk).public_id) == claims["sid"]


def test_a_command_by_token_needs_no_csrf_token_and_names_its_person():
    app = signed_in()

    made = app.post("customers", customer_values())

    assert made.status_code == 201, made.content
    audit = Api("b001", Account.objects.get(entity_code="b001", username="auditor")).get("audit")
    latest = next(r for r in audit.json()["results"] if r["action"] == "customers.register")
    assert latest["actor_name"] == "客户经理"


@pytest.mark.parametrize("how", ["cookie", "token"])
def test_field_changes_are_written_under_the_account_whatever_the_credential(how, api):
    from backend.platform.records.models import FieldChange

    person = api("officer") if how == "cookie" else signed_in()
    account = Account.objects.get(entity_code="b001", username="officer")

    assert person.post("customers", customer_values()).status_code == 201

    assert FieldChange.objects.order_by("-id").first().actor_id == account.pk
    assert auditlog_value.get()["actor"].pk == account.pk


@pytest.mark.parametrize(
    ("username", "password"), [("officer", "wrong"), ("nobody", world.PASSWORD), ("teller", world.PASSWORD)]
)
def test_wrong_credentials_look_alike_and_count_to_the_same_lock(username, password):
    Account.objects.filter(entity_code="b001", username="teller").update(is_active=False)
    app = App("b001")

    answers = [told(app.sign_in(username, password=password)) for _ in range(6)]

    assert answers == [(401, "identity.wrong_credentials")] * 5 + [(429, "identity.locked_out")]
    in_console = Api("b001").post("session", {"username": username, "password": password})
    assert in_console.status_code == 429


def test_a_second_factor_is_asked_for_and_a_code_counts_once():
    device, codes = make_second_factor("officer")
    app = App("b001")

    with clock.frozen(clock.now()):
        assert told(app.sign_in("officer")) == (401, "identity.second_factor_due")
        assert told(app.sign_in("officer", code=device.wrong_code)) == (422, "identity.wrong_code")
        assert app.sign_in("officer", code=device.code()).status_code == 201
        assert told(app.sign_in("officer", code=device.code())) == (422, "identity.wrong_code")
    assert app.sign_in("officer", code=codes[0]).status_code == 201
    assert app.get("customers").status_code == 200


def test_a_step_up_holds_for_this_session_only():
    device, _ = make_second_factor("officer")
    renew = ("session/second-factor/recovery-codes", {"password": world.PASSWORD})
    now = clock.now()
    with clock.frozen(now):
        here, there = signed_in(code=device.code()), signed_in(code=device.code(1))
    with clock.frozen(now + 6 * MINUTE):
        assert told(here.post(*renew)) == (403, "identity.fresh_factor_required")
        assert here.post("session/step-up", {"code": device.code()}).status_code == 204
        assert here.post(*renew).status_code == 200
        assert told(there.post(*renew)) == (403, "identity.fresh_factor_required")


def test_a_person_who_must_set_up_a_second_factor_does_nothing_else_by_token(settings):
    settings.SECOND_FACTOR_FROM = date.min
    app = signed_in("approver")

    assert told(app.get("tasks")) == (403, "identity.second_factor_required")
    assert app.post("session/second-factor/enrolment").status_code == 200


def test_a_person_who_must_change_his_password_does_nothing_else_by_token():
    Account.objects.filter(entity_code="b001", username="officer").update(must_change_password=True)
    app = signed_in()

    assert told(app.get("customers")) == (403, "identity.password_change_required")
    changed = app.post(
        "session/password", {"current_password": world.PASSWORD, "new_password": "Paddy-terrace-7"}
    )
    assert changed.status_code == 204
    assert app.get("customers").status_code == 200


def test_an_access_token_is_over_after_ten_minutes():
    now = clock.now()
    with clock.frozen(now):
        app = signed_in()
    with clock.frozen(now + 10 * MINUTE - timedelta(seconds=2)):
        assert app.get("session").status_code == 200
    with clock.frozen(now + 10 * MINUTE):
        assert told(app.get("session")) == INVALID
        assert app.refresh().status_code == 200
        assert app.get("session").status_code == 200


def test_a_refresh_token_is_good_for_one_use_and_its_copy_ends_the_session():
    app = signed_in()
    first = app.refresh_token
    assert app.refresh().status_code == 200
    second = app.token

    reused = App("b001").refresh(first)

    assert told(reused) == (401, "identity.refresh_reused")
    assert told(App("b001", second).get("session")) == INVALID
    assert told(app.refresh()) == INVALID
    assert AuthenticationEvent.objects.filter(kind="TOKEN_REUSED", username="officer").count() == 1


@pytest.mark.parametrize("given", ["", "x", "x.y", ".."])
def test_an_invented_refresh_token_opens_nothing(given):
    app = signed_in()

    assert told(App("b001").refresh(given or ".")) == INVALID
    assert app.get("session").status_code == 200


def test_the_refresh_token_stands_in_no_column():
    app = signed_in()
    row = Session.objects.get(channel="APP")

    for half in app.refresh_token.split("."):
        assert half not in (row.refresh_hash, row.refresh_family, row.session_data, row.session_key)


def test_an_app_session_unused_for_a_day_is_over():
    now = clock.now()
    with clock.frozen(now):
        app, used = signed_in(), signed_in()
    with clock.frozen(now + timedelta(hours=20)):
        assert used.refresh().status_code == 200
    with clock.frozen(now + timedelta(hours=24)):
        assert told(app.refresh()) == INVALID
        assert used.refresh().status_code == 200


def test_even_a_busy_app_session_is_over_after_a_week():
    now = clock.now()
    with clock.frozen(now):
        app = signed_in()
    for half_day in range(1, 14):
        with clock.frozen(now + half_day * timedelta(hours=12)):
            assert app.refresh().status_code == 200
    with clock.frozen(now + timedelta(days=7)):
        assert told(app.refresh()) == INVALID


def test_the_device_list_shows_apps_beside_consoles(api):
    console, app = api("officer"), signed_in()

    rows = app.get("sessions").json()["results"]

    assert sorted((r["channel"], r["device_name"], r["is_current"]) for r in rows) == [
        ("APP", "Pixel", True),
        ("CONSOLE", "", False),
    ]
    assert [r["is_current"] for r in console.get("sessions").json()["results"]].count(True) == 1


def test_an_app_ended_from_the_console_is_out_at_its_next_request(api):
    console, app = api("officer"), signed_in()
    target = next(r for r in console.get("sessions").json()["results"] if r["channel"] == "APP")

    assert console.delete(f"sessions/{target['id']}").status_code == 204

    assert told(app.get("session")) == INVALID
    assert told(app.refresh()) == INVALID
    assert console.get("session").status_code == 200


def test_an_app_signs_itself_out_and_everywhere(api):
    console, app, other = api("officer"), signed_in(), signed_in()

    assert app.delete("session").status_code == 204
    assert (app.get("session").status_code, other.get("session").status_code) == (401, 200)
    assert other.delete("sessions").status_code == 204
    assert (other.get("session").status_code, console.get("session").status_code) == (401, 401)


def test_a_new_password_ends_the_apps_but_not_the_one_that_changed_it(api):
    console, app, other = api("officer"), signed_in(), signed_in()

    app.post("session/password", {"current_password": world.PASSWORD, "new_password": "Paddy-terrace-7"})

    assert [p.get("session").status_code for p in (console, app, other)] == [401, 200, 401]


def test_a_disabled_account_is_out_at_its_next_request():
    app = signed_in()
    Account.objects.filter(entity_code="b001", username="officer").update(is_active=False)

    assert told(app.get("session")) == INVALID
    assert told(app.refresh()) == INVALID


def test_the_key_of_an_app_session_is_no_cookie():
    signed_in()
    thief = Api("b001")
    thief.client.cookies["session"] = Session.objects.get(channel="APP").session_key

    assert thief.get("session").status_code == 401


def test_a_token_beside_the_cookie_of_another_account_is_refused(api):
    app = signed_in()
    both = {"HTTP_AUTHORIZATION": f"Bearer {app.token}"}

    assert told(api("reviewer").raw("get", "/api/v1/session", **both)) == (401, "identity.two_credentials")
    assert api("officer").raw("get", "/api/v1/session", **both).status_code == 200


def test_a_token_beside_a_sign_in_of_another_account_under_way_is_refused():
    make_second_factor("reviewer")
    waiting = Api("b001")
    waiting.post("session", {"username": "reviewer", "password": world.PASSWORD})
    app = signed_in()

    refused = waiting.raw("get", "/api/v1/session", HTTP_AUTHORIZATION=f"Bearer {app.token}")

    assert told(refused) == (401, "identity.two_credentials")


def test_a_token_of_no_algorithm_is_refused():
    app = signed_in()
    claims = jwt.decode(app.token, options={"verify_signature": False})
    key_id = next(iter(tokens._keys()))

    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    for name in ("none", "None", "NONE"):
        token = f"{part({'alg': name, 'typ': 'JWT', 'kid': key_id})}.{part(claims)}."
        assert told(App("b001", token).get("session")) == INVALID


def test_a_token_of_another_algorithm_is_refused_even_with_our_key():
    app = signed_in()

    assert forged(app).get("session").status_code == 200
    for algorithm in ("HS384", "HS512"):
        long_enough = next(iter(tokens._keys().values())).ljust(64, b"\0")  # the same key to HMAC
        assert told(forged(app, key=long_enough, algorithm=algorithm).get("session")) == INVALID


def test_a_token_signed_by_a_public_key_is_refused():
    """The confusion of algorithms: a key pair of the attacker's, or a public key taken for a secret."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    app, private = signed_in(), Ed25519PrivateKey.generate()
    raw = private.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)

    assert told(forged(app, key=private, algorithm="EdDSA").get("session")) == INVALID
    assert told(forged(app, key=raw).get("session")) == INVALID


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "partner"},
        {"aud": ["mobile", "partner"]},
        {"iss": "b002.localhost"},
        {"sub": "1"},
        {"sub": "officer"},
        {"sid": "00000000-0000-0000-0000-000000000000"},
        {"sid": "x"},
        {"exp": "soon"},
        {"exp": 0},
    ],
)
def test_a_claim_that_is_not_the_sessions_is_refused_though_well_signed(changed):
    assert told(forged(signed_in(), **changed).get("session")) == INVALID


@pytest.mark.parametrize("claim", tokens.CLAIMS)
def test_a_token_without_one_of_its_claims_is_refused(claim):
    assert told(forged(signed_in(), drop=[claim]).get("session")) == INVALID


def test_a_tampered_token_is_refused():
    app = signed_in()
    head, body, mark = app.token.split(".")
    changed = base64.urlsafe_b64decode(body + "==").replace(b'"mobile"', b'"mobila"')
    other = base64.urlsafe_b64encode(changed).rstrip(b"=").decode()

    for token in (
        f"{head}.{other}.{mark}",
        f"{head}.{body}.{mark[:-4]}AAAA",
        f"{head}.{body}",
        "x",
        "",
        "é.é.é".encode().decode("latin-1"),
    ):
        assert told(App("b001", token).get("session")) == INVALID
    assert told(forged(app, key=b"x" * 32).get("session")) == INVALID
    assert told(forged(app, headers={"kid": "unknown"}).get("session")) == INVALID


def test_an_invalid_token_is_refused_before_public_operations_and_pages_too():
    app = App("b001", "x.y.z")

    assert told(app.get("entity")) == INVALID


def test_the_signing_key_rotates_and_earlier_tokens_count_as_long_as_their_key_is_kept(settings):
    app, old = signed_in(), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a-new-key", [old]
    assert app.get("session").status_code == 200
    first = app.token
    assert app.refresh().status_code == 200
    assert jwt.get_unverified_header(app.token)["kid"] != jwt.get_unverified_header(first)["kid"]

    settings.SECRET_KEY_FALLBACKS = []

    assert told(App("b001", first).get("session")) == INVALID
    assert app.get("session").status_code == 200


def test_the_document_declares_both_credentials(api):

    document = parsed(api("officer").raw("get", "/api/v1/schema").content)

    assert set(document["components"]["securitySchemes"]) == {"session", "bearer"}
    paths = document["paths"]
    wanted = paths["/api/v1/customers"]["get"]["security"]
    assert sorted(wanted, key=str) == [{"bearer": []}, {"session": []}]
    assert "security" not in paths["/api/v1/tokens"]["post"]


def test_the_description_of_an_app_is_needed():
    refused = Api("b001").post("tokens", {"username": "officer", "password": world.PASSWORD, "audience": "x"})

    assert refused.status_code == 422
    assert {e["field"] for e in refused.json()["errors"]} == {"device_name", "audience"}
