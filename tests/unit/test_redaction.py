"""What a log line may not say is taken out, whatever way it came in; numbers of business stay."""

import io
import json
import logging
from decimal import Decimal

import pytest

from backend.platform.observability.logs import JsonLineFormatter
from backend.platform.redaction import RedactingFormatter, redacted

GONE = "[removed]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("customer 11010519491231002X is here", f"customer {GONE} is here"),
        ("11010519491231002x,", f"{GONE},"),
        ("call 13885012345 or +8613885012345", f"call {GONE} or {GONE}"),
        ("to 6217000012345600 from 621700001234560", f"to {GONE} from {GONE}"),
        ("{'phone': '0851-1234', 'n': 1}", f"{{'phone': '{GONE}', 'n': 1}}"),
        ('{"address": "花溪区 1 组", "n": 1}', f'{{"address": "{GONE}", "n": 1}}'),
        (r'"{\"address\": \"花溪区\", \"n\": 1}"', rf'"{{\"address\": \"{GONE}\", \"n\": 1}}"'),
        (r'{"address": "a \"b\" c", "n": 1}', f'{{"address": "{GONE}", "n": 1}}'),
        ("GET /customers?phone=0851&q=2", f"GET /customers?phone={GONE}&q=2"),
        ("password: hunter2", f"password: {GONE}"),
    ],
)
def test_sensitive_values_are_taken_out(text, expected):
    assert redacted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "loan DK202600000017 of CU202600000003, 1234567.89 yuan",
        "correlation 9f86d081884c7d659a2feaa0c55ad015",
        "2026-03-02 12:00:00,123 took 1764012345678 ms",
        "12885012345 is no mobile number",
        "the phone was changed",
    ],
)
def test_what_is_not_sensitive_stays(text):
    assert redacted(text) == text


def test_an_eighteen_digit_number_with_a_wrong_check_digit_is_still_taken_for_an_account():
    assert redacted("110105194912310021") == GONE


def test_tracebacks_and_arguments_are_covered_too():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(RedactingFormatter("%(message)s"))
    logger = logging.getLogger("tests.redaction")
    logger.addHandler(handler)
    try:
        raise ValueError("no account 6217000012345600")
    except ValueError:
        logger.exception("customer %s", "11010519491231002X")
    finally:
        logger.removeHandler(handler)

    assert "ValueError" in stream.getvalue()
    assert "6217000012345600" not in stream.getvalue()
    assert "11010519491231002X" not in stream.getvalue()


def test_a_line_of_json_stays_one_whatever_its_values_are():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLineFormatter())
    logger = logging.getLogger("tests.redaction.json")
    logger.addHandler(handler)
    facts = {
        "runtime": 0.17212960999677307,
        "account": 6217000012345600,
        "phone": "0851-1234",
        "list": ["13885012345", {"secret": 7}],
        "rows": 12,
    }
    try:
        logger.warning("to %s", "6217000012345600", extra={"data": facts, "object": Decimal("1.50")})
    finally:
        logger.removeHandler(handler)

    line = json.loads(stream.getvalue())

    assert line["message"] == f"to {GONE}"
    assert line["data"] == {
        "runtime": 0.17212960999677307,
        "account": GONE,
        "phone": GONE,
        "list": [GONE, {"secret": GONE}],
        "rows": 12,
    }
    assert line["object"] == "1.50"
