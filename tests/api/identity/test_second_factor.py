"""The second factor: set up, asked for at sign-in, good for one use, renewed, removed, reset."""

import base64
from datetime import timedelta

import pyotp
import pytest
from django.db import connection
from django.db.models import BinaryField
from django.db.models.functions import Cast

from backend.platform import clock
from backend.platform.crypto import rotation
from backend.platform.crypto.lifecycle import key_supersede
from backend.platform.tenancy import in_entity
from shared.identity.models import Account, AuthenticationEvent, RecoveryCode, SecondFactor, Session
from tests import world
from tests.factories.identity import Authenticator, make_second_factor
from tests.support.api import Api

MINUTE = timedelta(minutes=1)


def password_step(username="officer", host="b001", password=world.PASSWORD):
    person = Api(host)
    return person, person.post("session", {"username": username, "password": password})


def code_step(person, code):
    return person.post("session/code", {"code": code})


def signed_in(username="officer", host="b001"):
    person, answer = password_step(username, host)
    assert answer.status_code == 200, answer.content
    return person


def told(response):
    body = response.json()
    return response.status_code, body["code"], [e["field"] for e in body["errors"]]


def kinds(username="officer"):
    rows = AuthenticationEvent.objects.filter(entity_code="b001", username=username)
    return list(rows.order_by("id").values_list("kind", flat=True))


def test_who_has_no_second_factor_signs_in_with_the_password():
    person = signed_in()

    assert person.get("session").json()["has_second_factor"] is False
    assert person.get("session/second-factor").json() == {
        "is_set": False,
        "is_required": False,
        "confirmed_at": None,
        "recovery_codes_left": 0,
    }


def test_a_second_factor_is_set_up_by_a_first_code_and_asked_for_from_then_on():
    person = signed_in()

    begun = person.post("session/second-factor/enrolment").json()
    app = Authenticator(begun["secret"])
    assert person.get("session").json()["has_second_factor"] is False
    confirmed = person.post("session/second-factor/confirmation", {"code": app.code()})

    assert confirmed.status_code == 200
    assert len(set(confirmed.json()["recovery_codes"])) == 10
    assert person.get("session").json()["has_second_factor"] is True
    assert person.get("session/second-factor").json()["recovery_codes_left"] == 10
    stranger, due = password_step()
    assert told(due) == (401, "identity.second_factor_due", [])
    assert code_step(stranger, app.code(1)).status_code == 200
    assert stranger.get("customers").status_code == 200
    assert kinds()[-3:] == ["FACTOR_CONFIRMED", "CODE_DUE", "SIGNED_IN"]


def test_the_app_learns_the_bank_and_the_user_name_from_a_picture_made_here():
    begun = signed_in().post("session/second-factor/enrolment").json()

    parsed = pyotp.parse_uri(begun["uri"])
    assert (parsed.secret, parsed.name) == (begun["secret"], "officer")
    assert parsed.issuer == Api("b001").get("entity").json()["name"]
    assert begun["qr_code"].startswith("data:image/svg+xml")


def test_a_wrong_first_code_puts_nothing_in_force():
    person = signed_in()
    app = Authenticator(person.post("session/second-factor/enrolment").json()["secret"])

    refused = person.post("session/second-factor/confirmation", {"code": app.wrong_code})

    assert told(refused) == (422, "identity.wrong_code", ["code"])
    assert password_step()[1].status_code == 200


def test_nothing_is_confirmed_that_was_not_begun():
    refused = signed_in().post("session/second-factor/confirmation", {"code": "123456"})

    assert told(refused)[:2] == (409, "identity.enrolment_not_begun")


def test_setting_up_ends_the_sessions_that_were_opened_without_it():
    here, there = signed_in(), signed_in()
    app = Authenticator(here.post("session/second-factor/enrolment").json()["secret"])

    here.post("session/second-factor/confirmation", {"code": app.code()})

    assert (here.get("session").status_code, there.get("session").status_code) == (200, 401)


def test_long_after_the_sign_in_setting_up_wants_the_password():
    person, now = signed_in(), clock.now()
    with clock.frozen(now + 6 * MINUTE):
        needed = person.post("session/second-factor/enrolment")
        wrong = person.post("session/second-factor/enrolment", {"password": "wrong"})
        right = person.post("session/second-factor/enrolment", {"password": world.PASSWORD})

    assert told(needed) == (422, "identity.password_needed", ["password"])
    assert told(wrong) == (422, "identity.wrong_password", ["password"])
    assert right.status_code == 200
    assert "PASSWORD_REFUSED" in kinds()


def test_another_device_is_set_up_only_after_a_fresh_code_and_the_old_one_counts_until_then():
    old, _ = make_second_factor("officer")
    person, _ = password_step()
    now = clock.now()
    with clock.frozen(now):
        code_step(person, old.code())
    with clock.frozen(now + 10 * MINUTE):
        assert told(person.post("session/second-factor/enrolment"))[1] == "identity.fresh_factor_required"
        assert person.post("session/step-up", {"code": old.code()}).status_code == 204
        new = Authenticator(person.post("session/second-factor/enrolment").json()["secret"])
    with clock.frozen(now + 11 * MINUTE):
        elsewhere, _ = password_step()
        assert code_step(elsewhere, old.code()).status_code == 200
        person.post("session/second-factor/confirmation", {"code": new.code()})
    with clock.frozen(now + 12 * MINUTE):
        again, _ = password_step()
        assert told(code_step(again, old.code()))[1] == "identity.wrong_code"
        assert code_step(again, new.code()).status_code == 200


def test_the_secret_is_sealed_in_its_column_and_recovery_codes_are_hashed():
    app, codes = make_second_factor("officer")

    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM identity_secondfactor")
        stored = bytes(cursor.fetchone()[0])

    assert app.secret.encode() not in stored
    assert base64.b32decode(app.secret) not in stored
    assert SecondFactor.objects.get().secret == app.secret
    kept = " ".join(RecoveryCode.objects.values_list("code_hash", flat=True))
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


def test_a_secret_moved_to_another_account_does_not_open():
    from cryptography.exceptions import InvalidTag

    make_second_factor("officer")
    make_second_factor("reviewer")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE identity_secondfactor SET secret = (SELECT secret FROM identity_secondfactor LIMIT 1)"
        )
    last = SecondFactor.objects.order_by("-id").first()

    with pytest.raises(InvalidTag):
        _ = last.secret


def test_a_secret_sealed_anew_under_the_provinces_next_key_still_signs_in():
    app, _ = make_second_factor("officer")
    before = SecondFactor.objects.values_list(Cast("secret", BinaryField()), flat=True).get()
    key_supersede("province", "field")

    with in_entity("province"):
        assert rotation.reseal_all() == 1

    after = SecondFactor.objects.values_list(Cast("secret", BinaryField()), flat=True).get()
    assert bytes(after) != bytes(before)
    person, _ = password_step()
    assert code_step(person, app.code()).status_code == 200


def test_between_password_and_code_nobody_is_signed_in():
    make_second_factor("officer")
    person, _ = password_step()

    assert person.get("session").status_code == 401
    assert person.get("customers").status_code == 401
    assert told(person.post("session/step-up", {"code": "123456"}))[0] == 401
    assert Session.objects.get(is_pending=True).account_id is not None


def test_a_pending_sign_in_is_no_device_of_the_list():
    app, _ = make_second_factor("officer")
    password_step()
    person, _ = password_step()
    code_step(person, app.code())

    assert person.get("sessions").json()["count"] == 1


def test_the_code_must_follow_within_five_minutes():
    app, _ = make_second_factor("officer")
    now = clock.now()
    with clock.frozen(now):
        late, _ = password_step()
        in_time, _ = password_step()
    with clock.frozen(now + 5 * MINUTE - timedelta(seconds=1)):
        assert code_step(in_time, app.code()).status_code == 200
    with clock.frozen(now + 5 * MINUTE):
        assert told(code_step(late, app.code()))[:2] == (401, "identity.sign_in_expired")


def test_a_code_without_a_password_before_it_opens_nothing():
    app, _ = make_second_factor("officer")

    assert told(code_step(Api("b001"), app.code()))[:2] == (401, "identity.sign_in_expired")


def test_a_changed_password_ends_a_sign_in_under_way():
    app, _ = make_second_factor("officer")
    waiting, _ = password_step()
    person, _ = password_step()
    code_step(person, app.code())
    person.post("session/password", {"current_password": world.PASSWORD, "new_password": "Paddy-terrace-7"})

    assert told(code_step(waiting, app.code(1)))[:2] == (401, "identity.sign_in_expired")


@pytest.mark.parametrize(("drift", "status"), [(-2, 422), (-1, 200), (0, 200), (1, 200), (2, 422)])
def test_a_clock_may_be_half_a_minute_off(drift, status):
    app, _ = make_second_factor("officer")
    with clock.frozen(clock.now()):
        person, _ = password_step()
        assert code_step(person, app.code(drift)).status_code == status


def test_a_code_counts_once_and_an_earlier_one_no_more():
    app, _ = make_second_factor("officer")
    with clock.frozen(clock.now()):
        first, _ = password_step()
        assert code_step(first, app.code()).status_code == 200
        second, _ = password_step()
        assert told(code_step(second, app.code())) == (422, "identity.wrong_code", ["code"])
        assert code_step(second, app.code(-1)).status_code == 422
        assert code_step(second, app.code(1)).status_code == 200


def test_spaces_in_a_code_do_no_harm_and_foreign_digits_are_no_code():
    app, _ = make_second_factor("officer")
    person, _ = password_step()
    code = app.code()

    assert code_step(person, "".join(chr(ord(c) - ord("0") + 0xFF10) for c in code)).status_code == 422
    assert code_step(person, f"{code[:3]} {code[3:]}").status_code == 200


def test_a_recovery_code_signs_in_once():
    _, codes = make_second_factor("officer")
    person, _ = password_step()
    assert code_step(person, codes[3].lower().replace("-", " ")).status_code == 200
    again, _ = password_step()

    assert told(code_step(again, codes[3]))[1] == "identity.wrong_code"
    assert code_step(again, codes[4]).status_code == 200
    assert again.get("session/second-factor").json()["recovery_codes_left"] == 8
    assert kinds().count("RECOVERY_CODE_USED") == 2


def test_a_recovery_code_of_another_person_opens_nothing():
    make_second_factor("officer")
    _, theirs = make_second_factor("reviewer")
    person, _ = password_step()

    assert code_step(person, theirs[0]).status_code == 422


def test_wrong_codes_count_to_the_same_lock_as_wrong_passwords():
    app, _ = make_second_factor("officer")
    for _ in range(2):
        password_step(password="wrong")
    person, _ = password_step()
    assert [code_step(person, app.wrong_code).status_code for _ in range(3)] == [422] * 3

    locked = code_step(person, app.code())

    assert told(locked)[:2] == (429, "identity.locked_out")
    assert password_step()[1].status_code == 429
    assert kinds().count("CODE_REFUSED") == 3


def test_the_right_password_again_buys_no_more_tries_at_the_code():
    app, _ = make_second_factor("officer")
    statuses = []
    for _ in range(6):
        person, due = password_step()
        statuses.append((due.status_code, code_step(person, app.wrong_code).status_code))

    assert statuses == [(401, 422)] * 5 + [(429, 401)]


def test_new_recovery_codes_want_a_fresh_code_and_the_password_and_end_the_old_ones():
    app, old = make_second_factor("officer")
    person, _ = password_step()
    now = clock.now()
    with clock.frozen(now):
        code_step(person, app.code())
    renew = "session/second-factor/recovery-codes"
    with clock.frozen(now + 5 * MINUTE):
        stale = person.post(renew, {"password": world.PASSWORD})
        person.post("session/step-up", {"code": app.code()})
        wrong = person.post(renew, {"password": "wrong"})
        fresh = person.post(renew, {"password": world.PASSWORD})

    assert told(stale)[:2] == (403, "identity.fresh_factor_required")
    assert told(wrong) == (422, "identity.wrong_password", ["password"])
    codes = fresh.json()["recovery_codes"]
    assert len(codes) == 10
    again, _ = password_step()
    assert code_step(again, old[0]).status_code == 422
    assert code_step(again, codes[0]).status_code == 200
    assert "RECOVERY_CODES_RENEWED" in kinds()


def test_who_has_no_second_factor_gets_no_recovery_codes():
    refused = signed_in().post("session/second-factor/recovery-codes", {"password": world.PASSWORD})

    assert told(refused)[:2] == (409, "identity.second_factor_not_set")


def test_it_is_removed_with_a_fresh_code_and_the_password():
    app, _ = make_second_factor("officer")
    person, _ = password_step()
    now = clock.now()
    with clock.frozen(now):
        code_step(person, app.code())
    remove = "session/second-factor/removal"
    with clock.frozen(now + 6 * MINUTE):
        assert told(person.post(remove, {"password": world.PASSWORD}))[1] == "identity.fresh_factor_required"
        assert person.post("session/step-up", {"code": app.code()}).status_code == 204
        assert told(person.post(remove, {"password": "wrong"}))[1] == "identity.wrong_password"
        assert person.post(remove, {"password": world.PASSWORD}).status_code == 204

    assert password_step()[1].status_code == 200
    assert not RecoveryCode.objects.exists()


def test_a_step_up_wants_a_right_code_and_holds_five_minutes():
    app, _ = make_second_factor("officer")
    person, _ = password_step()
    now = clock.now()
    with clock.frozen(now):
        code_step(person, app.code())
        assert told(person.post("session/step-up", {"code": app.wrong_code})) == (
            422,
            "identity.wrong_code",
            ["code"],
        )
    renew = ("session/second-factor/recovery-codes", {"password": world.PASSWORD})
    with clock.frozen(now + 8 * MINUTE):
        assert person.post("session/step-up", {"code": app.code()}).status_code == 204
    with clock.frozen(now + 13 * MINUTE - timedelta(seconds=1)):
        assert person.post(*renew).status_code == 200
    with clock.frozen(now + 13 * MINUTE):
        assert person.post(*renew).status_code == 403


def test_a_step_up_without_a_second_factor_says_so():
    refused = signed_in().post("session/step-up", {"code": "123456"})

    assert told(refused)[:2] == (409, "identity.second_factor_not_set")


@pytest.mark.parametrize(
    ("admin", "host", "victim"),
    [("bank_admin", "b001", "officer"), ("province:security", "province", "rules")],
)
def test_an_administrator_resets_the_factor_of_a_lost_phone_and_the_sessions_end(api, admin, host, victim):
    app, codes = make_second_factor(victim, host)
    person, _ = password_step(victim, host)
    code_step(person, app.code())
    account = Account.objects.get(entity_code=host, username=victim)
    row = next(r for r in api(admin).get("accounts", q=victim).json()["results"] if r["username"] == victim)
    assert row["has_second_factor"] is True

    reset = api(admin).post(f"accounts/{account.pk}/second-factor-reset")

    assert (reset.status_code, reset.json()["has_second_factor"]) == (200, False)
    assert person.get("session").status_code == 401
    assert password_step(victim, host)[1].status_code == 200
    assert AuthenticationEvent.objects.filter(kind="FACTOR_RESET", username=victim).count() == 1
    auditor = api("auditor" if host == "b001" else "province:security")
    rows = auditor.get("audit", action="identity.second_factor_reset").json()["results"]
    assert [r["object_no"] for r in rows] == [victim]
    again = api(admin).post(f"accounts/{account.pk}/second-factor-reset")
    assert told(again)[:2] == (409, "identity.second_factor_not_set")


def test_a_reset_is_refused_to_others_and_wants_a_fresh_code_of_who_has_one(api):
    app, _ = make_second_factor("bank_admin")
    make_second_factor("officer")
    path = f"accounts/{Account.objects.get(entity_code='b001', username='officer').pk}/second-factor-reset"

    assert told(api("reviewer").post(path))[:2] == (403, "platform.not_allowed")
    admin = api("bank_admin")
    assert told(admin.post(path))[:2] == (403, "identity.fresh_factor_required")
    assert admin.post("session/step-up", {"code": app.code()}).status_code == 204
    assert admin.post(path).status_code == 200


def test_an_account_of_another_entity_is_not_found_for_a_reset(api):
    make_second_factor("officer", "b002")
    foreign = Account.objects.get(entity_code="b002", username="officer")

    assert api("bank_admin").post(f"accounts/{foreign.pk}/second-factor-reset").status_code == 404
    assert SecondFactor.objects.filter(account=foreign).exists()


def test_the_same_secret_at_two_hosts_keeps_two_factors_apart():
    app, _ = make_second_factor("officer", "b001")
    make_second_factor("officer", "b002")
    person, _ = password_step(host="b002")

    assert code_step(person, app.code()).status_code == 422
