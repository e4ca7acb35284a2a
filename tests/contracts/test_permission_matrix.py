"""Who may do what: the committed matrix against routes and roles, every cell over HTTP, scope, planted holes."""

import functools
import os
from dataclasses import replace

import pytest
from celery import current_app
from django.db import transaction
from django.urls import path

from backend.platform.api import documents
from backend.platform.api.authentication import DenyUnlessDeclared
from backend.platform.api.operations import Endpoint, command
from backend.platform.errors import NOT_ALLOWED
from backend.platform.permissions import Actor
from backend.platform.records import audit
from shared.identity.permissions import PROVINCE_ROLES
from tenants.organisation.models import Role
from tenants.organisation.seed import ROLES
from tests import world
from tests.contracts.permissions import cells, matrix
from tests.contracts.permissions.matrix import ANONYMOUS, CASES, FACES, REWRITE
from tests.support.api import Api

BANK, PROVINCE = FACES["bank"], FACES["province"]
SCOPED = (
    "customers",
    "households",
    "intakes",
    "applications",
    "tasks",
    "contracts",
    "disbursements",
    "loans",
    "vouchers",
)


@pytest.fixture(scope="module", autouse=True)
def _rewritten():
    """With the variable the files are written anew first; what they then say is read in their difference."""
    if os.environ.get(REWRITE):
        for face in FACES.values():
            matrix.rewrite(face)


document_built_once = functools.cache(documents.document)  # each column asks for it twice


@pytest.fixture
def watch(committed_records, bank, monkeypatch):
    monkeypatch.setattr(documents, "document", document_built_once)
    return cells.Watch(monkeypatch)


def _rows(*names):
    return [row for row in matrix.committed(BANK) if row.name in names]


@pytest.mark.parametrize("face", FACES.values(), ids=FACES)
def test_the_file_says_what_routes_and_roles_say(face):
    differences = matrix.differences(face, face.patterns, face.roles, matrix.committed(face))

    assert differences == [], "\n" + "\n".join(differences)


@pytest.mark.parametrize("face", FACES.values(), ids=FACES)
def test_the_file_is_sorted_and_aligned(face):
    assert face.file.read_text(encoding="utf-8") == matrix.render(face, matrix.committed(face))


def test_a_command_that_declares_a_reading_has_a_row_for_each_further_action():
    found = {name for face in FACES.values() for name in matrix.commands_declaring_a_reading(face.patterns)}
    assert found == set(CASES)


def test_a_command_with_cases_declares_the_further_actions_and_no_others():
    declared = {
        name: actions
        for face in FACES.values()
        for name, actions in matrix.further_actions(face.patterns).items()
    }
    assert declared == {name: set(cases.values()) for name, cases in CASES.items()}


@pytest.mark.parametrize("name", CASES)
def test_who_holds_none_of_the_further_actions_is_refused_before_the_service(
    name, api, records, watch, monkeypatch
):
    asked = []
    for service in ("tenants.approvals.services.task_decide", "tenants.contracts.services.contract_sign"):
        monkeypatch.setattr(service, lambda **given: asked.append(given))
    row = next(row for row in matrix.committed(BANK) if row.name.startswith(name))

    refused = cells.ask(api("auditor"), records, row)
    assert (refused.status_code, refused.json()["code"]) == (403, "platform.not_allowed")
    assert set(refused.json()["params"]["action"].split("|")) == set(CASES[name].values())
    assert asked == []

    held = next(column for column in BANK.roles if column in row.allowed)
    with cells.undone():
        cells.ask(api(held), records, row)
    assert len(asked) == 1


@pytest.mark.parametrize("column", BANK.columns)
def test_every_cell_of_the_bank(column, api, records, watch):
    client = Api(world.BANK_A) if column == ANONYMOUS else api(column)
    watch.moved()  # signing in writes

    wrong = cells.wrong_cells(client, column, matrix.committed(BANK), records, watch)
    assert wrong == [], "\n" + "\n".join(wrong)


@pytest.mark.parametrize("column", PROVINCE.columns)
def test_every_cell_of_the_province(column, api, watch):
    records = cells.of_the_province()
    client = Api("province") if column == ANONYMOUS else api(f"province:{column}")
    watch.moved()

    wrong = cells.wrong_cells(client, column, matrix.committed(PROVINCE), records, watch)
    assert wrong == [], "\n" + "\n".join(wrong)


@pytest.mark.parametrize("column", world.BRANCH_ROLES)
def test_another_branch_s_record_is_not_found_and_not_counted(column, api, records, watch):
    rows = [
        row
        for row in matrix.committed(BANK)
        if row.path.partition("/")[0] in SCOPED and column in row.allowed
    ]
    own, other = api(column), api(f"{column}2")
    watch.moved()
    lists = [row for row in rows if row.is_reading and row.path in SCOPED]
    ones = [row for row in rows if "<" in row.path]
    assert lists
    assert len(ones) > len(lists)

    for row in lists:
        assert cells.ask(own, records, row).json()["count"] > 0, row.name
        assert cells.ask(other, records, row).json()["count"] == 0, row.name
    for row in ones:
        if row.is_reading:
            assert cells.ask(own, records, row).status_code == 200, row.name
            watch.moved()  # a reading that takes something out of the house is written down
        assert cells.ask(other, records, row).status_code == 404, row.name
        assert watch.moved() == [], row.name


def test_a_command_cannot_name_another_branch_s_record(api, records, watch):
    own, other = api("officer"), api("officer2")
    watch.moved()

    for row in _rows("POST intakes", "POST contracts", "POST disbursements"):
        assert cells.ask(other, records, row).status_code in (404, 422), row.name
        assert watch.moved() == [], row.name
        with cells.undone():
            assert cells.ask(own, records, row).status_code == 201, row.name


# -- planted holes -----------------------------------------------------------------------------------


def _forgotten():
    class Forgotten(Endpoint):
        tag = "loans"

        @command(action="loans.repay", summary="Not in the file")
        def post(self, request, pk):
            raise AssertionError("must never run")

    return path("api/v1/loans/<int:pk>/forgive", Forgotten.as_view())


def test_a_route_without_a_row_is_told_with_what_to_do():
    told = matrix.differences(BANK, [*BANK.patterns, _forgotten()], ROLES, matrix.committed(BANK))

    assert told == [
        "tests/contracts/permissions/bank.txt: no row under 'loans' for POST loans/<int:pk>/forgive"
        " (loans.repay: teller)",
        f"Is that what you want? Then write the rows with `{matrix.COMMAND}` and commit the difference.",
    ]


def test_a_row_without_a_route_is_told():
    said = [*matrix.committed(BANK), replace(matrix.committed(BANK)[0], path="gone")]

    assert any(
        "no route for the row GET gone" in t for t in matrix.differences(BANK, BANK.patterns, ROLES, said)
    )


@pytest.mark.parametrize(
    ("face", "role", "action", "row"),
    [
        (BANK, "archivist", "loans.repay", "POST loans/<int:pk>/repayments"),
        (BANK, "officer", "contracts.sign_bank", "POST contracts/<int:pk>/sign BANK"),
        (PROVINCE, "operations", "catalog.publish", "POST level-one-products/<int:pk>/publish"),
    ],
)
def test_a_role_that_gains_an_action_is_told(face, role, action, row):
    roles = {**face.roles, role: (face.roles[role][0], [*face.roles[role][1], action])}

    told = matrix.differences(face, face.patterns, roles, matrix.committed(face))

    assert any(row in line and f"gained by {[role]}" in line for line in told)


def test_a_role_that_loses_an_action_is_told():
    roles = {**PROVINCE_ROLES, "auditor": ("审计岗", [])}

    told = matrix.differences(PROVINCE, PROVINCE.patterns, roles, matrix.committed(PROVINCE))

    assert any("GET accounts" in line and "lost by ['auditor']" in line for line in told)


@pytest.mark.parametrize("line", ["loans\nGET loans maybe loans.view", "GET loans no loans.view"])
def test_a_line_that_is_no_row_is_refused(line):
    with pytest.raises(ValueError, match="no row of the matrix"):
        matrix.parse(line, ["officer"])


def test_a_right_given_behind_the_file_shows_over_http(api, records, watch):
    role = Role.objects.get(code="archivist")
    role.actions = [*role.actions, "contracts.void"]
    role.save()
    watch.moved()

    told = cells.wrong_cells(
        api("archivist"), "archivist", _rows("POST contracts/<int:pk>/void"), records, watch
    )

    assert told[0] == ("archivist POST contracts/<int:pk>/void: the file says no, the answer is (200, '')")
    assert "b001.contracts_loancontract" in told[1]


def test_a_refusal_that_leaves_something_behind_shows(api, watch, monkeypatch):
    def refuse_late(self, request, view):
        audit.record(Actor.system(world.BANK_A), "loans.repay", None, object_no="1")
        transaction.on_commit(lambda: None)
        current_app.send_task("left")
        raise NOT_ALLOWED.at()

    client = api("archivist")
    watch.moved()
    monkeypatch.setattr(DenyUnlessDeclared, "has_permission", refuse_late)

    (told,) = cells.wrong_cells(client, "archivist", _rows("POST nights"), cells.Records(), watch)

    assert told.startswith("archivist POST nights: refused, but this moved:")
    assert "'rung', 'sent'" in told


def test_a_right_taken_behind_the_file_shows_over_http(api, watch):
    Role.objects.filter(code="teller").update(actions=[])

    told = cells.wrong_cells(api("teller"), "teller", _rows("GET loans"), cells.Records(), watch)

    assert told == ["teller GET loans: the file says yes, the answer is (403, 'platform.not_allowed')"]
