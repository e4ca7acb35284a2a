"""The quote commands: JSON in, JSON out, no database, one bad case stops no other."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "tests" / "unit" / "kernel" / "data"
CASES = json.loads((DATA / "schedules.json").read_text(encoding="utf-8"))


def run(command, text):
    """As a stranger runs it: no settings, no addresses in the environment."""
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
    return subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=ROOT,
        env=environment,
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_given_cases_come_out_to_the_cent_and_a_bad_one_stops_none():
    bad = {"id": "bad", "terms": {**CASES[0]["terms"], "principal": "-1"}}

    result = run("quote_schedules", json.dumps([*CASES, bad, 7, {"id": "none"}]))

    assert result.returncode == 0, result.stderr
    answers = json.loads(result.stdout)
    for case, answer in zip(CASES, answers, strict=False):
        assert answer == {"id": case["id"], "rows": case["expected"]}
    assert answers[-3]["error"]["field"] == "principal"
    assert [a["error"]["code"] for a in answers[-3:]] == [
        "loanmath.amount_not_positive",
        "loanmath.not_an_object",
        "loanmath.field_missing",
    ]


def test_arrears_are_answered_to_the_cent_and_a_bad_case_stops_none():
    given = json.loads((DATA / "arrears.json").read_text(encoding="utf-8"))
    bad = {"id": "bad", "terms": {**given[0]["terms"], "penalty_multiplier": "3"}}

    result = run("quote_arrears", json.dumps([bad, *given]))

    assert result.returncode == 0, result.stderr
    refused, *answers = json.loads(result.stdout)
    assert answers == [{"id": case["id"], "rows": case["expected"]} for case in given]
    assert (refused["id"], refused["error"]["field"]) == ("bad", "penalty_multiplier")


@pytest.mark.parametrize(
    ("case", "fee", "simple", "compound"),
    [
        ("W01", None, "0.043500", "0.044378"),
        ("W01", "1500.00", "0.071785", None),
        ("W07", None, "0.108963", "0.114573"),
        ("W07", "200.00", "0.147408", None),
    ],
)
def test_the_yearly_cost_is_given_by_single_and_compound_interest(case, fee, simple, compound):
    terms = next(c["terms"] for c in CASES if c["id"] == case)
    asked = {"id": case, "terms": terms, **({"fees": [{"amount": fee}]} if fee else {})}

    (answer,) = json.loads(run("quote_cost", json.dumps([asked])).stdout)

    assert answer["cost"]["simple"] == simple
    assert compound is None or answer["cost"]["compound"] == compound


@pytest.mark.parametrize("command", ["quote_schedules", "quote_arrears"])
@pytest.mark.parametrize("text", ["", "{", "{}", '"a"', "[NaN"])
def test_input_that_is_no_array_is_told_and_nothing_is_written(command, text):
    result = run(command, text)
    assert (result.returncode, result.stdout) == (1, "")
    assert "JSON" in result.stderr
