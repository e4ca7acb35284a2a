"""The authentication log: a bank reads its own, the province reads all."""

import pytest
from django.db import connection

from shared.identity.selectors import authentication_log
from tests import world
from tests.support.api import Api


def attempt(username="officer", password=world.PASSWORD, host="b001", ip="10.9.9.9"):
    stranger = Api(host)
    stranger.client.defaults["REMOTE_ADDR"] = ip
    return stranger.post("session", {"username": username, "password": password})


@pytest.fixture
def happened():
    attempt()
    attempt(password="wrong")
    attempt("teller", ip="10.9.9.8")
    attempt(host="b002")
    attempt("rules", host="province")


def listed(person, **filters):
    answer = person.get("authentication-log", **filters)
    assert answer.status_code == 200, answer.content
    return [(r["entity_code"], r["username"], r["kind"]) for r in answer.json()["results"]]


def test_a_bank_reads_its_own_rows_latest_first(api, happened):
    assert listed(api("auditor")) == [
        ("b001", "teller", "SIGNED_IN"),
        ("b001", "officer", "REFUSED"),
        ("b001", "officer", "SIGNED_IN"),
    ]


def test_rows_are_found_by_kind_user_name_and_address(api, happened):
    auditor = api("auditor")

    assert listed(auditor, kind="REFUSED") == [("b001", "officer", "REFUSED")]
    assert listed(auditor, username="teller") == [("b001", "teller", "SIGNED_IN")]
    assert listed(auditor, ip="10.9.9.8") == [("b001", "teller", "SIGNED_IN")]
    assert listed(auditor, q="tell") == [("b001", "teller", "SIGNED_IN")]
    assert auditor.get("authentication-log", kind="NONSENSE").status_code == 422


def test_the_province_reads_all_entities_or_one(api, happened):
    security = api("province:security")

    assert {code for code, *_ in listed(security)} == {"b001", "b002", "province"}
    assert listed(security, entity_code="b002") == [("b002", "officer", "SIGNED_IN")]


def test_a_bank_cannot_ask_for_another_entity(api, happened):
    assert api("auditor").get("authentication-log", entity_code="b002").status_code == 422


def test_the_log_is_for_auditors_and_security_only(api):
    assert api("officer").get("authentication-log").status_code == 403
    assert api("province:catalogue").get("authentication-log").status_code == 403


def test_the_accounts_of_a_bank_are_its_own(api):
    rows = api("bank_admin").get("accounts", page_size=200).json()["results"]

    assert {"officer", "bank_admin"} <= {row["username"] for row in rows}
    assert not any(world.MARK in row["name"] for row in rows)


@pytest.mark.parametrize(
    ("condition", "index"),
    [
        ({"ip": "10.9.9.9"}, "authentication_by_ip"),
        ({"kind": "TOKEN_REUSED"}, "authentication_by_kind"),
        ({"username": "nobody"}, "authentication_by_username"),
        ({"q": "zzz"}, "authentication_by_part"),
    ],
)
def test_a_search_without_a_bound_of_time_uses_an_index(bank, condition, index):
    """The province's log holds the sign-ins of all banks: what is rare is not looked for row by row."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        # in another order, for the few rows here would be read backwards by the key
        query, parameters = authentication_log(**condition).order_by("at").query.sql_with_params()
        cursor.execute(f"EXPLAIN {query}", parameters)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert index in plan
