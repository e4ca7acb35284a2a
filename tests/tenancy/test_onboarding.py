"""Taking on bank 96: resumable, counted, watched from the province's console."""

import pytest
from django.db import connection

from backend.platform.crypto import keyed_hash
from backend.platform.crypto.models import Key
from backend.platform.permissions import Actor
from backend.platform.tenancy import Entity, in_entity, schemas
from shared.entities import services
from shared.entities.models import LegalEntity, OnboardingStep
from tenants.organisation.models import Branch, BusinessDate, Role
from tenants.organisation.seed import ROLES
from tests.support.api import Api, signed_in

FACTS = {
    "name": "试验村镇银行",
    "kind": "VILLAGE_BANK",
    "county": "试验",
    "prefecture": "试验市",
    "division_code": "520199",
}


@pytest.fixture
def bank_96(committed):
    code = "b096"
    yield code
    LegalEntity.objects.filter(code=code).delete()
    schemas.drop_schema(Entity(code))


def states(code):
    return {s.name: s.state for s in OnboardingStep.objects.filter(entity__code=code)}


def test_a_bank_is_taken_on_and_answers_at_its_host(bank_96):
    services.entity_register(actor=Actor.system("province"), code=bank_96, **FACTS)

    services.onboarding_run(bank_96)

    assert states(bank_96) == {"stamp": "DONE", "seed": "DONE", "open": "DONE"}
    assert schemas.count_objects(bank_96) == schemas.count_objects(schemas.TEMPLATE)
    with in_entity(bank_96):
        assert Branch.objects.get().name == "试验村镇银行总行"
        assert Role.objects.count() == len(ROLES)
        assert BusinessDate.objects.count() == 1
    assert Api(bank_96).get("entity").json()["name"] == "试验村镇银行"


def test_an_onboarding_that_was_killed_goes_on_where_it_stopped(bank_96, monkeypatch):
    services.entity_register(actor=Actor.system("province"), code=bank_96, **FACTS)

    def killed(entity):
        raise KeyboardInterrupt

    monkeypatch.setattr(services, "STEPS", [services.STEPS[0], ("seed", "", killed), services.STEPS[2]])
    with pytest.raises(KeyboardInterrupt):
        services.onboarding_run(bank_96)
    assert states(bank_96) == {"stamp": "DONE", "seed": "RUNNING", "open": "PENDING"}
    monkeypatch.undo()

    services.onboarding_run(bank_96)

    assert set(states(bank_96).values()) == {"DONE"}


def test_a_failing_step_shows_its_error_and_the_bank_stays_closed(bank_96, monkeypatch):
    services.entity_register(actor=Actor.system("province"), code=bank_96, **FACTS)

    def fails(entity):
        raise RuntimeError("no room")

    monkeypatch.setattr(services, "STEPS", [("stamp", "", fails), *services.STEPS[1:]])
    services.onboarding_run(bank_96)

    step = OnboardingStep.objects.get(entity__code=bank_96, name="stamp")
    assert (step.state, step.error) == ("FAILED", "RuntimeError: no room")
    assert Api(bank_96).get("entity").status_code == 503


def test_running_it_twice_changes_nothing(bank_96):
    services.entity_register(actor=Actor.system("province"), code=bank_96, **FACTS)
    services.onboarding_run(bank_96)
    with in_entity(bank_96):
        before = list(Branch.objects.values_list("pk", "name"))

    services.onboarding_run(bank_96)

    with in_entity(bank_96):
        assert list(Branch.objects.values_list("pk", "name")) == before


def test_a_bank_gets_keys_of_its_own_and_keeps_them(bank_96):
    services.entity_register(actor=Actor.system("province"), code=bank_96, **FACTS)
    services.onboarding_run(bank_96)
    made = list(Key.objects.filter(entity_code=bank_96).order_by("purpose"))
    services.onboarding_run(bank_96)

    assert [(key.purpose, key.version, key.state) for key in made] == [
        (purpose, 1, "ACTIVE") for purpose in sorted(Key.Purpose.values)
    ]
    assert list(Key.objects.filter(entity_code=bank_96).order_by("purpose")) == made
    with in_entity(bank_96):
        ours = keyed_hash("phone", "13800000000")
    with in_entity("b001"):
        assert keyed_hash("phone", "13800000000") != ours


def test_a_stamp_that_differs_from_its_template_is_refused(bank_96):
    entity = Entity(bank_96)
    schemas.stamp_schema(entity)
    from backend.platform.tenancy.connections import migrator_connection

    with migrator_connection() as raw:
        raw.execute(f"DROP TABLE {bank_96}.organisation_authority")

    with pytest.raises(schemas.StampMismatchError):
        schemas.stamp_schema(entity)


def test_the_province_asks_for_a_bank_and_bad_input_is_refused(db):
    api = signed_in("province:operations")

    created = api.post("entities", {"code": "b097", **FACTS})
    twice = api.post("entities", {"code": "b097", **FACTS})
    wrong = api.post("entities", {"code": "public", **FACTS})

    assert created.status_code == 201
    assert created.json()["status"] == "CREATING"
    assert (twice.status_code, twice.json()["code"]) == (409, "entities.exists")
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "code")
    assert signed_in("province:auditor").post("entities", {"code": "b098", **FACTS}).status_code == 403
    assert connection.schema_name == "public"
