"""What must happen before a request succeeds, for the operations that no lasting record makes succeed.

Each is called just before the request, in the transaction that is taken back after it, and returns what the request
needs: `id` (what varies in its path) or `body`. What it enters into the stack is left after the request.
"""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from backend.platform.permissions import Actor
from backend.platform.tenancy import in_entity
from shared.identity.models import Account
from tests import world
from tests.factories.identity import Authenticator, make_second_factor
from tests.support.api import Api

Situation = Callable[[Api, ExitStack], dict[str, Any]]
NEW_PASSWORD = "Another-password-2"


def _sign_in(client: Api, stack: ExitStack) -> dict[str, Any]:
    return {"body": {"username": "auditor", "password": world.PASSWORD}}


def _new_password(client: Api, stack: ExitStack) -> dict[str, Any]:
    return {"body": {"current_password": world.PASSWORD, "new_password": NEW_PASSWORD}}


def _own_session(client: Api, stack: ExitStack) -> dict[str, Any]:
    return {"id": client.get("sessions").json()["results"][0]["id"]}


def _night(client: Api, stack: ExitStack) -> dict[str, Any]:
    from tenants.endofday import services

    return {"id": services.night_start(actor=Actor.system(world.BANK_A), ring=False).pk}


def _failed_night(client: Api, stack: ExitStack) -> dict[str, Any]:
    from tenants.endofday.models import BatchRun

    night = _night(client, stack)
    BatchRun.objects.filter(pk=night["id"]).update(state=BatchRun.State.FAILED)
    return night


def _stopped_night(client: Api, stack: ExitStack) -> dict[str, Any]:
    from tenants.endofday.models import BatchRun

    night = _night(client, stack)
    BatchRun.objects.filter(pk=night["id"]).update(state=BatchRun.State.STOPPED)
    return night


def _failed_step(client: Api, stack: ExitStack) -> dict[str, Any]:
    from tenants.endofday.models import BatchStep

    night = _failed_night(client, stack)
    BatchStep.objects.filter(run_id=night["id"], name="accrue").update(
        state=BatchStep.State.FAILED, attempts=1, error_code="endofday.step_conflict"
    )
    return {"id": {"pk": night["id"], "name": "accrue"}, "body": {"reason": "借据数据待修复,次日补提"}}


def _failed_entity_step(client: Api, stack: ExitStack) -> dict[str, Any]:
    from shared.operations.models import EntityNight

    step = {"name": "accrue", "title": "利息计提", "state": "FAILED", "attempts": 1, "skippable": True}
    night = EntityNight.objects.create(
        entity_code=world.BANK_A, business_on=world.BUSINESS_DATE, state="FAILED", steps=[step]
    )
    return {"id": {"pk": night.pk, "name": "accrue"}, "body": {"reason": "借据数据待修复,次日补提"}}


def _bank_in(status: str) -> Situation:
    def prepare(client: Api, stack: ExitStack) -> dict[str, Any]:
        from shared.entities import services

        services.status_set(world.BANK_B, status)
        return {"id": world.BANK_B}

    return prepare


def _own_notice(client: Api, stack: ExitStack) -> dict[str, Any]:
    """Something that whoever asks was told."""
    from backend.platform.desk.models import Notice
    from backend.platform.desk.notices import notify

    assert client.account is not None
    with in_entity(client.account.entity_code):
        notify(
            "changes.approved",
            to=[client.account.pk],
            path="/changes/1",
            params={"title": "岗位任职 田慧", "checker": "石建国", "comment": ""},
        )
        return {"id": Notice.objects.latest("id").pk}


MAKER = {world.BANK_A: "bank_admin", "province": "catalogue"}


def _actor(entity: str, username: str) -> Actor:
    from shared.identity.selectors import province_actor
    from tenants.organisation.selectors import bank_actor

    account = Account.objects.get(entity_code=entity, username=username)
    return province_actor(account) if entity == "province" else bank_actor(account)


def _change(*, body: Callable[[Any], dict[str, Any]] | None = None, own: bool = False) -> Situation:
    """A change that waits: `own` made by whoever asks, otherwise by somebody else."""

    def prepare(client: Api, stack: ExitStack) -> dict[str, Any]:
        from backend.platform.records import changes

        province = client.host == "province"
        kind = changes.ChangeKind(
            code="example.rename",
            name="产品改名" if province else "机构改名",
            make_action="catalog.manage" if province else "organisation.manage",
            check_action="catalog.publish" if province else "products.publish",
            apply=lambda actor, change: None,
            describe=lambda payload, pk: [changes.line("name", "名称", "原名称", payload["name"])],
        )
        changes.register(kind)
        stack.callback(changes.KINDS.pop, kind.code)
        maker = client.account.username if own and client.account else MAKER[client.host]
        with in_entity(client.host):
            change = changes.propose(
                actor=_actor(client.host, maker), kind=kind.code, subject_no="X1", payload={"name": "新名称"}
            )
        return {"id": change.pk, **({"body": body(change)} if body else {})}

    return prepare


def _dead_delivery(*, body: dict[str, Any] | None = None) -> Situation:
    """An event that one of its consumers has refused for good."""

    def prepare(client: Api, stack: ExitStack) -> dict[str, Any]:
        from backend.platform import clock
        from backend.platform.records import outbox
        from backend.platform.records.models import OutboxDelivery

        with in_entity(client.host):
            event_id = outbox.emit(
                "contracts.voided.v1", aggregate="contracts.contract:1",
                payload={"contract_id": 1, "contract_no": "HT2026000001", "application_id": 1},
            )  # fmt: skip
            delivery = OutboxDelivery.objects.create(
                event_id=event_id, consumer="webhooks", aggregate="contracts.contract:1", state=OutboxDelivery.State.DEAD,
                attempts=10, next_attempt_at=clock.now(), last_error="ConnectionError: 拒绝连接",
            )  # fmt: skip
        return {"id": delivery.pk, **({"body": body} if body else {})}

    return prepare


def _code(client: Api, stack: ExitStack) -> dict[str, Any]:
    app, _ = make_second_factor("auditor", client.host)
    client.post("session", {"username": "auditor", "password": world.PASSWORD})
    return {"body": {"code": app.code()}}


def _enrolment(client: Api, stack: ExitStack) -> dict[str, Any]:
    return {"body": {"password": world.PASSWORD}}


def _confirmation(client: Api, stack: ExitStack) -> dict[str, Any]:
    begun = client.post("session/second-factor/enrolment", {"password": world.PASSWORD}).json()
    return {"body": {"code": Authenticator(begun["secret"]).code()}}


def _step_up(client: Api, stack: ExitStack) -> dict[str, Any]:
    assert client.account is not None
    app, _ = make_second_factor(client.account.username, client.host)
    return {"body": {"code": app.code()}}


def _after_step_up(client: Api, stack: ExitStack) -> dict[str, Any]:
    client.post("session/step-up", _step_up(client, stack)["body"])
    return {"body": {"password": world.PASSWORD}}


def _lost_device(client: Api, stack: ExitStack) -> dict[str, Any]:
    username = "rules" if client.host == "province" else "officer"
    make_second_factor(username, client.host)
    return {"id": Account.objects.get(entity_code=client.host, username=username).pk}


APP = {
    "username": "auditor",
    "password": world.PASSWORD,
    "device_name": "移动展业平板",
    "audience": "mobile",
}


def _tokens(client: Api, stack: ExitStack) -> dict[str, Any]:
    return {"body": APP}


def _refresh(client: Api, stack: ExitStack) -> dict[str, Any]:
    return {"body": {"refresh_token": client.post("tokens", APP).json()["refresh_token"]}}


def _list_view(*, is_shared: bool = False) -> Situation:
    """A view of a list that whoever asks has saved, and his layout of the list."""

    def prepare(client: Api, stack: ExitStack) -> dict[str, Any]:
        from backend.platform.desk.services import list_views
        from tests.factories.desk import COLUMNS, make_view

        assert client.account is not None
        with in_entity(client.host):
            actor = _actor(client.host, client.account.username)
            list_views.layout_put(actor=actor, list_id="customers", columns=COLUMNS, density="COMPACT")
            return {"id": make_view(actor, share=is_shared).pk}

    return prepare


def _list_desk(client: Api, stack: ExitStack) -> dict[str, Any]:
    _list_view()(client, stack)
    return {}


def _export(*, made: bool = False) -> Situation:
    """An export of one's own that waits, or whose file is there."""

    def prepare(client: Api, stack: ExitStack) -> dict[str, Any]:
        from backend.platform.desk.exports import files, running
        from backend.platform.desk.models import ExportJob
        from tests.contracts.permissions.cells import EXPORT

        pk = client.post("exports", EXPORT).json()["id"]
        if made:
            with in_entity(client.host):
                running.export_run(pk)
                place = files.path_of(ExportJob.objects.get(pk=pk).row_uuid)
            stack.callback(place.unlink, missing_ok=True)
        return {"id": pk}

    return prepare


_BOTH = {
    "GET exports": _export(),
    "GET exports/<int:pk>": _export(),
    "POST exports/<int:pk>/cancel": _export(),
    "POST exports/<int:pk>/again": _export(),
    "GET exports/<int:pk>/file": _export(made=True),
    "GET desk/notices": _own_notice,
    "GET desk/notices/kinds": _own_notice,
    "POST desk/notices/<int:pk>/read": _own_notice,
    "POST desk/notices/read": _own_notice,
    "GET lists/<str:list_id>": _list_desk,
    "GET list-views/<int:pk>": _list_view(),
    "PATCH list-views/<int:pk>": _list_view(),
    "DELETE list-views/<int:pk>": _list_view(),
    "POST list-views/<int:pk>/share": _list_view(),
    "POST list-views/<int:pk>/unshare": _list_view(is_shared=True),
    "POST accounts/<int:pk>/second-factor-reset": _lost_device,
    "POST session/code": _code,
    "POST session/second-factor/enrolment": _enrolment,
    "POST session/second-factor/confirmation": _confirmation,
    "POST session/second-factor/recovery-codes": _after_step_up,
    "POST session/second-factor/removal": _after_step_up,
    "POST session/step-up": _step_up,
    "POST tokens": _tokens,
    "POST tokens/refresh": _refresh,
    "GET changes/<int:pk>": _change(),
    "GET changes": _change(),
    "GET changes/kinds": _change(),
    "POST changes/<int:pk>/approve": _change(body=lambda change: {"content_hash": change.content_hash}),
    "POST changes/<int:pk>/reject": _change(body=lambda change: {"reason": "与批复不符"}),
    "POST changes/<int:pk>/withdraw": _change(own=True),
    "GET event-deliveries": _dead_delivery(),
    "GET event-deliveries/<int:pk>": _dead_delivery(),
    "POST event-deliveries/<int:pk>/discard": _dead_delivery(body={"reason": "接收方已停用"}),
    "POST event-deliveries/<int:pk>/retry": _dead_delivery(),
    "POST session": _sign_in,
    "POST session/password": _new_password,
    "DELETE sessions/<uuid:public_id>": _own_session,
}
SITUATIONS: dict[str, dict[str, Situation]] = {
    "bank": {
        **_BOTH,
        "GET nights/<int:pk>": _night,
        "POST nights/<int:pk>/retry": _failed_night,
        "POST nights/<int:pk>/resume": _stopped_night,
        "POST nights/<int:pk>/steps/<slug:name>/skip": _failed_step,
        "POST nights/<int:pk>/stop": _night,
    },
    "province": {
        **_BOTH,
        "POST nights/<int:pk>/steps/<slug:name>/skip": _failed_entity_step,
        "POST entities/<str:code>/onboarding/retry": _bank_in("CREATING"),
        "POST entities/<str:code>/resume": _bank_in("SUSPENDED"),
    },
}
