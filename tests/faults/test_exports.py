"""A worker that dies in the middle of an export: the next one makes it anew, once and whole."""

import os
import uuid

import psycopg
import pytest

from tests.support.exports import lines
from tests.support.stack import until

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
ROWS = 30_000
"""So many that the export is still under way when the worker is killed."""
FILL = """
INSERT INTO b001.records_auditrecord (at, kind, account_id, actor_name, action, object_type, object_id, object_no,
  from_state, to_state, changes, comment, correlation_id, ip)
SELECT now(), 'OPERATION', 1, '系统', 'products.edit', 'products.leveltwoproduct', n, n::text, '', '', '{}', '', %s, ''
FROM generate_series(1, %s) AS n
"""


def test_a_worker_killed_in_the_middle_of_an_export_leaves_it_to_the_next(stack):
    mark = uuid.uuid4().hex
    with psycopg.connect(stack.environment["DATABASE_URL"]) as connection:
        connection.execute(FILL, [mark, ROWS])
    auditor = stack.sign_in("b001", "auditor")
    columns = [{"key": "object_no", "title": "编号"}, {"key": "at", "title": "时间"}]
    body = {"resource": "audit", "query": {"correlation_id": mark}, "columns": columns, "format": "CSV"}
    job = auditor.post("exports", body)["id"]

    def now():
        return auditor.get(f"exports/{job}")

    until("it is under way", lambda: now()["state"] == "RUNNING" and now()["rows_done"] > 0, 60)
    stack.kill("worker")
    half = now()
    assert (half["state"], half["rows_total"]) == ("RUNNING", ROWS)
    assert 0 < half["rows_done"] < ROWS
    with psycopg.connect(stack.environment["DATABASE_URL"]) as connection:
        connection.execute("UPDATE b001.desk_exportjob SET lease_until = now() WHERE id = %s", [job])
    stack.start_worker()

    until("the next worker has made it", lambda: now()["state"] == "DONE", 120)

    rows = lines(auditor.get(f"exports/{job}/file"))
    assert sorted(int(row[0]) for row in rows[1:]) == list(range(1, ROWS + 1))
    with psycopg.connect(stack.environment["DATABASE_URL"]) as connection:
        attempt, file = connection.execute(
            "SELECT attempt, row_uuid FROM b001.desk_exportjob WHERE id = %s", [job]
        ).fetchone()
    assert attempt == 2
    folder = os.path.join(os.environ["MEDIA_ROOT"], "b001", "exports")
    assert [name for name in os.listdir(folder) if str(file) in name] == [str(file)]
