"""Whatever is edited is edited under the version that the editor saw: If-Match on the edit, an ETag on the reading."""

from collections.abc import Iterator

import pytest

from backend.platform.api.operations import Operation
from backend.platform.permissions import SIGNED_IN
from tests.contracts.guards import views_of
from tests.contracts.permissions import cells
from tests.contracts.permissions.matrix import API, FACES, filled
from tests.support.api import signed_in

EDITING = ("PATCH", "PUT", "DELETE")
WITHOUT_A_VERSION = {
    ("DELETE", "session"): "one's own session is ended, nothing of it is edited",
    ("DELETE", "sessions"): "one's own sessions are ended",
    ("DELETE", "sessions/<uuid:public_id>"): "one of one's own sessions is ended",
    ("PUT", "lists/<str:list_id>/layout"): "a habit of one person: his last word counts",
    ("DELETE", "lists/<str:list_id>/layout"): "the same",
    ("PUT", "lists/<str:list_id>/default-view"): "the same",
    ("PUT", "desk/preferences"): "habits of one person: his last word counts",
    ("PUT", "drafts/<str:form>"): "one's own draft: his last word counts",
    ("DELETE", "drafts/<str:form>"): "one's own draft is thrown away",
    ("DELETE", "list-views/<int:pk>"): "an own view goes as a whole, whatever it holds by now",
}


def edits(face: str) -> Iterator[tuple[str, str, Operation]]:
    for path, view in views_of(FACES[face].patterns):
        for method in EDITING:
            operation = view.operation_of(method) if hasattr(view, "operation_of") else None
            if operation is not None:
                yield method, path.removeprefix(API), operation


@pytest.mark.parametrize("face", FACES)
def test_every_edit_names_the_version_that_was_seen(face):
    unguarded = {(method, path) for method, path, operation in edits(face) if not operation.if_match}
    assert unguarded <= WITHOUT_A_VERSION.keys()


def test_no_exception_outlives_its_operation():
    there = {(method, path) for face in FACES for method, path, _ in edits(face)}
    assert WITHOUT_A_VERSION.keys() <= there


@pytest.mark.parametrize("face", FACES)
def test_the_reading_of_what_may_be_edited_answers_its_etag(face, records):
    guarded = {path: operation.action for _, path, operation in edits(face) if operation.if_match}
    assert guarded
    if face == "province":
        from backend.platform.tenancy import in_entity

        with in_entity("province"):
            records = cells.of_the_province()
    for path, action in sorted(guarded.items()):
        first = path.partition("/")[0]
        who = next(
            code for code, (_, actions) in FACES[face].roles.items() if action in (SIGNED_IN, *actions)
        )
        client = signed_in(f"province:{who}" if face == "province" else who)
        known = records.ids.get(f"PATCH {path}", records.ids.get(first))
        answer = client.get(filled(path, known).removeprefix(f"/{API}"))
        assert answer.status_code == 200, path
        assert answer.headers.get("ETag", "").strip('"').isdigit(), f"GET {path} answers no ETag"
        stale = client.patch(filled(path, known).removeprefix(f"/{API}"), {}, etag='"999999"')
        assert stale.json()["code"] in ("platform.stale_edit", "platform.invalid"), path
