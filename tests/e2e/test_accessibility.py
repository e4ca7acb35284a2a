"""Every page of both faces, looked at by axe: no serious or critical finding.

The pages are those that the console's router knows, so a new one is looked at by itself; one that nobody
of the walk may open, or a record's page without a record, fails the test until somebody is named or a
record is made below.
"""

import sys

import pytest

from backend.platform.tenancy import in_entity
from tenants.organisation.selectors import bank_actor
from tests.factories.applications import make_application
from tests.factories.customers import make_customer, make_household
from tests.factories.loans import make_contract, make_disbursement, make_loan
from tests.support.pages import Walk, Walker, report, timed
from tests.support.stack import until

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

# Whoever writes comes first, so that his dialogs are met; the auditor looks at what is left.
BANK = ("officer", "bank_admin", "security_admin", "branch_head", "auditor")
PROVINCE = ("operations", "catalogue", "rules", "security", "auditor")
# Whose pages are looked at in dark too; the pictures follow the system's wish while the page is open.
DARK = ("officer", "operations")
# Pages that are looked at once more because of the dialogs of another person.
AGAIN = {
    "disburser": ("/contracts/$id", "/disbursements/$id"),
    "teller": ("/loans/$id",),
    "reviewer": ("/tasks/$id",),
}


@pytest.fixture
def records(stack, stack_rows):
    """At least one record for the page of each kind."""
    from shared.identity.models import Account

    def actor(username):
        return bank_actor(Account.objects.get(entity_code="b001", username=username))

    with in_entity("b001"):
        officer, disburser = actor("officer"), actor("disburser")
        make_customer(officer, name="陆远山")
        make_household(officer, name="陆家")
        # the newest stands first in its list: the one with which something may still be done
        make_loan(officer, disburser)
        make_disbursement(officer)
        make_contract(officer)
        make_application(officer, submit=True)
        make_application(officer)
    _propose_changes(stack)
    admin = stack.sign_in("b001", "bank_admin")
    night = admin.post("nights")
    until("the night is over", lambda: admin.get(f"nights/{night['id']}")["state"] == "DONE", 60)


def _propose_changes(stack):
    """A change at each face that waits for its second person."""
    for host, maker in (("b001", "security_admin"), ("province", "security")):
        person = stack.sign_in(host, maker)
        row = next(
            row for row in person.get("accounts")["results"] if row["username"] in ("archivist", "rules")
        )
        person.post(f"accounts/{row['id']}/disable", {"comment": "岗位调整"})


def test_no_page_of_either_face_has_a_grave_finding(desk, stack, records, capsys):
    bank, province = Face("b001"), Face("province")
    for person in BANK:
        bank.walk_all(desk(person, "b001"), also_dark=person in DARK)
    for person, routes in AGAIN.items():
        bank.walk_again(desk(person, "b001"), routes)
    for person in PROVINCE:
        province.walk_all(desk(person, "province"), also_dark=person in DARK)

    with capsys.disabled():
        for face in (bank, province):
            sys.stdout.write(f"\n{face.walk.summary(face.host)}\n")
    unknown = set(bank.routes) - bank.seen - province.seen
    assert not unknown, f"nobody opened {sorted(unknown)}"
    for face in (bank, province):
        assert face.menu <= face.seen, f"in the menu and not opened: {sorted(face.menu - face.seen)}"
    grave = [*bank.walk.grave(), *province.walk.grave()]
    assert not grave, f"{len(grave)} grave findings\n{report(grave)}"


class Face:
    """The pages of one host, shared out among the people who walk them."""

    def __init__(self, host: str) -> None:
        self.host, self.walk = host, Walk()
        self.routes: list[str] = []
        self.seen: set[str] = set()
        self.menu: set[str] = set()

    def walk_all(self, desk, *, also_dark: bool) -> None:
        """What nobody before this person could open."""
        with timed(self.walk):
            walker = Walker(desk.page, self.walk, also_dark=also_dark)
            self.routes = walker.routes()
            self.menu |= walker.menu()
            self._visit(walker, [route for route in self.routes if route not in self.seen])

    def walk_again(self, desk, routes: tuple[str, ...]) -> None:
        """The dialogs of these pages once more: this person has others."""
        with timed(self.walk):
            lists = [route.partition("/$")[0] for route in routes]
            self._visit(Walker(desk.page, self.walk), [*lists, *routes], only_dialogs=True)

    def _visit(self, walker: Walker, routes: list[str], *, only_dialogs: bool = False) -> None:
        keys: dict[str, str | None] = {}
        for route in routes:
            listing, _, parameter = route.partition("/$")
            if parameter and listing not in keys and listing in self.seen:
                # the list was another person's; this one may have the record
                walker.go(listing)
                keys[listing] = None if walker.is_refused() else walker.first_record()
            if parameter and not keys.get(listing):
                assert not only_dialogs, f"no record for {route}"
                continue
            walker.go(route, keys[listing] if parameter else None)
            if walker.is_refused():
                continue
            if not parameter:
                keys[route] = walker.first_record()
            self.seen.add(route)
            if not only_dialogs:
                walker.look_at_page(route)
            walker.look_at_dialogs(route)
