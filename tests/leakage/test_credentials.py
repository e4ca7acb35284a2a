"""A credential counts at one entity: anywhere else it is 401 before any view runs, written down on both sides."""

import pytest

from backend.platform.records.models import AuditRecord
from backend.platform.tenancy import in_entity
from shared.identity.models import AuthenticationEvent
from tests import world
from tests.support.api import Api, App, signed_in

HOSTS = (world.BANK_A, world.BANK_B, "province")
PATHS = (
    "/",
    "/loans/1",
    "/api/v1/session",
    "/api/v1/entity",
    "/api/v1/customers",
    "/api/v1/contracts/1/document",
    "/api/v1/schema",
    "/api/docs",
    "/no/such/page",
)


def at(host: str, cookie_of: Api) -> Api:
    """A client at another host that shows the cookie of `cookie_of`."""
    other = Api(host)
    other.client.cookies = cookie_of.client.cookies
    return other


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("owner", "host"), [(a, b) for a in HOSTS for b in HOSTS if a != b])
def test_a_foreign_session_is_refused_before_any_view(api, owner, host, path):
    person = {"province": "province:auditor"}.get(owner, f"{owner}:auditor")

    response = at(host, signed_in(person)).raw("get", path)

    assert response.status_code == 401
    assert response.json()["code"] == "identity.wrong_entity"


def app_of(owner: str) -> App:
    """A signed-in app of an auditor of the entity."""
    app = App(owner)
    assert app.sign_in("auditor").status_code == 201
    return app


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("owner", "host"), [(a, b) for a in HOSTS for b in HOSTS if a != b])
def test_a_foreign_token_is_refused_before_any_view(api, owner, host, path):
    token = app_of(owner).token

    response = Api(host).raw("get", path, HTTP_AUTHORIZATION=f"Bearer {token}")

    assert response.status_code == 401
    assert response.json()["code"] == "identity.wrong_entity"
    event = AuthenticationEvent.objects.get(kind="WRONG_ENTITY")
    account = signed_in("province:auditor" if owner == "province" else f"{owner}:auditor").account
    assert (event.entity_code, event.account_id) == (host, account.pk)
    for code, other in ((owner, host), (host, owner)):
        with in_entity(code):
            assert AuditRecord.objects.get(action="identity.wrong_entity").object_no == other


@pytest.mark.parametrize(("owner", "host"), [(a, b) for a in HOSTS for b in HOSTS if a != b])
def test_a_foreign_refresh_token_is_refused_written_down_and_still_good_at_home(api, owner, host):
    app = app_of(owner)

    refused = App(host).refresh(app.refresh_token)

    assert (refused.status_code, refused.json()["code"]) == (401, "identity.wrong_entity")
    assert AuthenticationEvent.objects.get(kind="WRONG_ENTITY").entity_code == host
    assert app.refresh().status_code == 200


def test_a_token_with_the_entity_changed_to_fit_the_host_finds_no_session(api):
    import jwt

    from shared.identity import tokens

    claims = jwt.decode(app_of(world.BANK_A).token, options={"verify_signature": False})
    claims |= {"entity": world.BANK_B, "iss": tokens.issuer(world.BANK_B)}
    key_id, key = next(iter(tokens._keys().items()))
    token = jwt.encode(claims, key, algorithm="HS256", headers={"kid": key_id})

    refused = App(world.BANK_B, token).get("session")

    assert (refused.status_code, refused.json()["code"]) == (401, "identity.token_invalid")


def test_a_half_finished_sign_in_is_refused_elsewhere_like_a_session(api):
    from tests.factories.identity import make_second_factor

    device, _ = make_second_factor("officer")
    waiting = Api(world.BANK_A)
    due = waiting.post("session", {"username": "officer", "password": world.PASSWORD})
    assert due.json()["code"] == "identity.second_factor_due"

    refused = at(world.BANK_B, waiting).post("session/code", {"code": device.code()})

    assert (refused.status_code, refused.json()["code"]) == (401, "identity.wrong_entity")
    assert waiting.post("session/code", {"code": device.code()}).status_code == 200


def test_a_foreign_session_is_written_down_on_both_sides(api):
    stolen = signed_in("b001:officer")

    at(world.BANK_B, stolen).get("customers")

    for code, other in ((world.BANK_A, world.BANK_B), (world.BANK_B, world.BANK_A)):
        with in_entity(code):
            row = AuditRecord.objects.get(action="identity.wrong_entity")
            assert (row.object_no, row.comment, row.account_id) == (
                other,
                "/api/v1/customers",
                stolen.account.pk,
            )
    event = AuthenticationEvent.objects.get(kind="WRONG_ENTITY")
    assert (event.entity_code, event.account_id) == (world.BANK_B, stolen.account.pk)


def test_the_session_still_counts_at_its_own_bank_afterwards(api):
    officer = api("officer")
    at(world.BANK_B, officer).get("session")

    assert officer.get("session").status_code == 200


def test_the_same_password_at_another_bank_signs_nobody_in(api):
    stranger = Api(world.BANK_B)
    body = {"username": "officer", "password": world.PASSWORD}

    with in_entity(world.BANK_A):
        assert Api(world.BANK_A).post("session", body).status_code == 200
    from shared.identity.models import Account

    Account.objects.filter(entity_code=world.BANK_B, username="officer").update(is_active=False)
    refused = stranger.post("session", body)

    assert refused.status_code == 401
    assert refused.json()["code"] == "identity.wrong_credentials"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("b001.localhost", 200),
        ("B001.LOCALHOST", 200),
        ("b001.localhost:8000", 200),
        ("www.b001.localhost", 404),
        ("b001.localhost.", 404),
        ("b777.localhost", 404),
        ("localhost", 404),
        ("public.localhost", 404),
        ("bank_template.localhost", 404),
        ("b001.example.com", 404),
    ],
)
def test_only_the_exact_host_of_an_entity_answers(api, host, status):
    response = Api("b001").raw("get", "/api/v1/entity", HTTP_HOST=host)

    assert response.status_code == status


@pytest.mark.parametrize(
    "header", ["HTTP_X_FORWARDED_HOST", "HTTP_X_TENANT", "HTTP_X_SCHEMA", "HTTP_X_ENTITY"]
)
def test_no_header_chooses_the_entity(api, header):
    response = Api("b001").raw("get", "/api/v1/entity", **{header: "b002.localhost"})

    assert response.json()["code"] == "b001"


def test_a_province_path_does_not_exist_at_a_bank_and_the_other_way_round(api):
    assert api("officer").get("lpr").status_code == 404
    assert api("province:operations").get("customers").status_code == 404


def test_a_suspended_bank_answers_503(api, monkeypatch):
    from backend.platform.tenancy import middleware
    from shared.entities.services import status_set

    monkeypatch.setattr(middleware, "CACHE_SECONDS", -1.0)
    officer = api("officer")
    officer.client.handler._middleware_chain = None  # a fresh chain, with an empty cache of hosts
    status_set(world.BANK_A, "SUSPENDED")

    response = officer.get("session")

    assert response.status_code == 503
    assert response.json()["code"] == "platform.entity_unavailable"


def test_an_account_of_another_entity_is_not_found_and_stays_locked(api):
    from shared.identity import lockout
    from shared.identity.models import Account, SignInFailures

    for entity, username in ((world.BANK_B, "officer"), ("province", "rules")):
        for _ in range(5):
            lockout.failure_count(entity_code=entity, username=username, ip="10.0.0.9")
    foreign = Account.objects.get(entity_code=world.BANK_B, username="officer")
    of_province = Account.objects.get(entity_code="province", username="rules")
    own = Account.objects.get(entity_code=world.BANK_A, username="officer")

    admin, security = api("bank_admin"), api("province:security")

    assert [admin.post(f"accounts/{a.pk}/unlock").status_code for a in (foreign, of_province)] == [404, 404]
    assert [security.post(f"accounts/{a.pk}/unlock").status_code for a in (foreign, own)] == [404, 404]
    assert SignInFailures.objects.filter(locked_until__isnull=False).count() == 2
    assert admin.post(f"accounts/{own.pk}/unlock").status_code == 200


def test_a_session_of_another_entity_is_not_found_and_goes_on(api):
    theirs = Api(world.BANK_B)
    theirs.post("session", {"username": "officer", "password": world.PASSWORD})
    foreign = theirs.get("sessions").json()["results"][0]["id"]

    assert api("officer").delete(f"sessions/{foreign}").status_code == 404
    assert api("province:security").delete(f"sessions/{foreign}").status_code == 404
    assert theirs.get("session").status_code == 200


def test_the_authentication_log_of_a_bank_names_no_other(api):
    for host in (world.BANK_B, "province"):
        Api(host).post("session", {"username": "nobody-here", "password": "x"})

    rows = api("auditor").get("authentication-log", username="nobody-here").json()

    assert rows["count"] == 0
