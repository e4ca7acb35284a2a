"""Events under way become deliveries; how often and why they failed goes with them."""

from django.db import migrations

CARRY_OVER = """
SET CONSTRAINTS ALL IMMEDIATE;
INSERT INTO records_outboxdelivery
  (event_id, consumer, aggregate, state, attempts, next_attempt_at, last_error, reason)
SELECT id, 'operations.night_note', aggregate, CASE WHEN attempts >= 10 THEN 'DEAD' ELSE 'WAITING' END,
  attempts, occurred_at, last_error, ''
FROM records_outboxevent WHERE delivered_at IS NULL AND name = 'endofday.night_changed.v1';
UPDATE records_outboxevent SET delivered_at = occurred_at
WHERE delivered_at IS NULL AND name <> 'endofday.night_changed.v1';
"""
# The night's event is the only one that had a consumer; nobody waits for the others.


class Migration(migrations.Migration):
    dependencies = [("records", "0003_outbox_deliveries")]

    operations = [
        migrations.RunSQL(CARRY_OVER, migrations.RunSQL.noop),
        migrations.RemoveIndex(
            model_name="outboxevent",
            name="outbox_waiting",
        ),
        migrations.RemoveField(
            model_name="outboxevent",
            name="attempts",
        ),
        migrations.RemoveField(
            model_name="outboxevent",
            name="last_error",
        ),
    ]
