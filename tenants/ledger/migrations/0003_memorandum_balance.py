"""The database's guard of double entry holds memorandum lines at a balance of their own."""

from django.db import migrations

BODY = """
CREATE OR REPLACE FUNCTION ledger_voucher_is_balanced() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    voucher bigint;
    wanted numeric;
    debit numeric;
    credit numeric;
    memorandum numeric;
BEGIN
    IF TG_TABLE_NAME = 'ledger_voucher' THEN
        voucher := NEW.id;
    ELSE
        voucher := NEW.voucher_id;
    END IF;
    EXECUTE format(
        'SELECT v.total, sum(e.amount) FILTER (WHERE e.side = ''DEBIT''),'
        ' sum(e.amount) FILTER (WHERE e.side = ''CREDIT''),'
        ' sum(CASE e.side WHEN ''DEBIT'' THEN e.amount ELSE -e.amount END) FILTER (WHERE e.subject_code LIKE ''9%%'')'
        ' FROM %1$I.ledger_voucher v LEFT JOIN %1$I.ledger_entry e ON e.voucher_id = v.id'
        ' WHERE v.id = $1 GROUP BY v.id', TG_TABLE_SCHEMA)
    INTO wanted, debit, credit, memorandum USING voucher;
    IF debit IS DISTINCT FROM wanted OR credit IS DISTINCT FROM wanted THEN
        RAISE EXCEPTION 'voucher % of % has debits of % and credits of %', voucher, wanted, debit, credit
            USING ERRCODE = 'check_violation', CONSTRAINT = 'voucher_is_balanced';
    END IF;
    IF memorandum <> 0 THEN
        RAISE EXCEPTION 'voucher % has memorandum debits less credits of %', voucher, memorandum
            USING ERRCODE = 'check_violation', CONSTRAINT = 'voucher_is_balanced';
    END IF;
    RETURN NULL;
END
$body$;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_daily_balances")]

    operations = [migrations.RunSQL(BODY, migrations.RunSQL.noop)]
