"""Audit records and interface calls by month, seals, the batch log."""

import django.contrib.postgres.fields
from django.db import migrations, models


def plain_to_monthly(apps, schema_editor):
    """Make the audit records a table split by month, with every row that the plain table held.

    The rows are copied by the database itself; each month that holds rows gets its partition at once, the
    months ahead are made by the job. Rows from before carry transaction 0: the sealer begins with them.
    """
    schema_editor.execute(MONTHLY, params=None)  # without parameters a percent sign is one


MONTHLY = """
ALTER TABLE records_auditrecord RENAME TO records_auditrecord_plain;

CREATE TABLE records_auditrecord (
    id bigint NOT NULL,
    at timestamptz NOT NULL,
    kind varchar(12) NOT NULL,
    account_id bigint,
    actor_name varchar(60) NOT NULL,
    action varchar(80) NOT NULL,
    object_type varchar(60) NOT NULL,
    object_id bigint,
    object_no varchar(60) NOT NULL,
    from_state varchar(30) NOT NULL,
    to_state varchar(30) NOT NULL,
    changes jsonb NOT NULL,
    comment text NOT NULL,
    correlation_id varchar(64) NOT NULL,
    ip varchar(45) NOT NULL,
    written_in bigint NOT NULL DEFAULT (pg_current_xact_id()::text)::bigint
) PARTITION BY RANGE (at);

CREATE TABLE records_auditrecord_default PARTITION OF records_auditrecord DEFAULT;

DO $body$
DECLARE
    month timestamp;
    last timestamp;
BEGIN
    SELECT date_trunc('month', min(at) AT TIME ZONE 'Asia/Shanghai'),
           date_trunc('month', max(at) AT TIME ZONE 'Asia/Shanghai')
      INTO month, last FROM records_auditrecord_plain;
    WHILE month <= last LOOP
        EXECUTE format(
            'CREATE TABLE %I PARTITION OF records_auditrecord FOR VALUES FROM (%L) TO (%L)',
            'records_auditrecord_' || to_char(month, 'YYYYMM'),
            month AT TIME ZONE 'Asia/Shanghai',
            (month + interval '1 month') AT TIME ZONE 'Asia/Shanghai'
        );
        month := month + interval '1 month';
    END LOOP;
END
$body$;

INSERT INTO records_auditrecord (
    id, at, kind, account_id, actor_name, action, object_type, object_id, object_no, from_state, to_state,
    changes, comment, correlation_id, ip, written_in
)
SELECT id, at,
       CASE WHEN action LIKE '%.reveal' THEN 'REVEAL' WHEN action LIKE '%_export' THEN 'EXPORT'
            ELSE 'OPERATION' END,
       account_id, actor_name, action, object_type, object_id, object_no, from_state, to_state,
       changes, comment, correlation_id, ip, 0
  FROM records_auditrecord_plain
 ORDER BY id;

DROP TABLE records_auditrecord_plain;

CREATE SEQUENCE records_auditrecord_id_seq OWNED BY records_auditrecord.id;
SELECT setval('records_auditrecord_id_seq', coalesce(max(id), 0) + 1, false) FROM records_auditrecord;
ALTER TABLE records_auditrecord ALTER COLUMN id SET DEFAULT nextval('records_auditrecord_id_seq');
ALTER TABLE records_auditrecord ADD CONSTRAINT records_auditrecord_pkey PRIMARY KEY (at, id);
CREATE INDEX audit_by_writing ON records_auditrecord (written_in, id);
CREATE INDEX audit_by_object ON records_auditrecord (object_type, object_id, id);
CREATE INDEX audit_by_object_type ON records_auditrecord (object_type, at);
CREATE INDEX audit_by_object_no ON records_auditrecord (object_no, at);
CREATE INDEX audit_by_action_at ON records_auditrecord (action, at);
CREATE INDEX audit_by_actor ON records_auditrecord (actor_name, at);
CREATE INDEX audit_by_ip ON records_auditrecord (ip, at);
CREATE INDEX audit_by_correlation ON records_auditrecord (correlation_id);
CREATE INDEX audit_by_kind ON records_auditrecord (kind, at) WHERE NOT kind = 'OPERATION';

CREATE TABLE records_interfacecall (
    id bigint NOT NULL,
    at timestamptz NOT NULL,
    port varchar(40) NOT NULL,
    operation varchar(60) NOT NULL,
    direction varchar(3) NOT NULL,
    business_no varchar(60) NOT NULL,
    milliseconds integer NOT NULL,
    outcome varchar(10) NOT NULL,
    detail varchar(200) NOT NULL,
    attempt smallint NOT NULL,
    correlation_id varchar(64) NOT NULL,
    request jsonb NOT NULL,
    response jsonb NOT NULL,
    CONSTRAINT records_interfacecall_pkey PRIMARY KEY (at, id)
) PARTITION BY RANGE (at);
CREATE TABLE records_interfacecall_default PARTITION OF records_interfacecall DEFAULT;
CREATE SEQUENCE records_interfacecall_id_seq OWNED BY records_interfacecall.id;
ALTER TABLE records_interfacecall ALTER COLUMN id SET DEFAULT nextval('records_interfacecall_id_seq');
CREATE INDEX interface_by_port ON records_interfacecall (port, at);
CREATE INDEX interface_by_number ON records_interfacecall (business_no, at);
CREATE INDEX interface_by_outcome ON records_interfacecall (outcome, at);
CREATE INDEX interface_by_correlation ON records_interfacecall (correlation_id);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0005_idempotency_kept"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditSeal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="序号")),
                ("sealed_at", models.DateTimeField(verbose_name="封存时间")),
                ("first_at", models.DateTimeField(verbose_name="最早记录")),
                ("last_at", models.DateTimeField(verbose_name="最晚记录")),
                ("through_tx", models.BigIntegerField(verbose_name="截至事务")),
                ("through_id", models.BigIntegerField(verbose_name="截至记录")),
                ("count", models.PositiveIntegerField(verbose_name="记录数")),
                ("total", models.BigIntegerField(verbose_name="累计记录数")),
                (
                    "ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None, verbose_name="记录"
                    ),
                ),
                ("digests", models.BinaryField(verbose_name="记录摘要")),
                ("algorithm", models.CharField(max_length=8, verbose_name="算法")),
                ("form", models.PositiveSmallIntegerField(verbose_name="格式")),
                ("previous", models.BinaryField(verbose_name="上一链头")),
                ("head", models.BinaryField(verbose_name="链头")),
            ],
            options={
                "verbose_name": "审计封存",
            },
        ),
        migrations.CreateModel(
            name="BatchEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("batch", models.CharField(max_length=60, verbose_name="批次")),
                ("batch_no", models.CharField(blank=True, max_length=40, verbose_name="批次编号")),
                ("step", models.CharField(max_length=60, verbose_name="步骤")),
                ("title", models.CharField(max_length=80, verbose_name="名称")),
                ("attempt", models.PositiveSmallIntegerField(default=1, verbose_name="第几次")),
                ("started_at", models.DateTimeField(verbose_name="开始时间")),
                ("finished_at", models.DateTimeField(verbose_name="结束时间")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("DONE", "完成"), ("FAILED", "失败")], max_length=8, verbose_name="结果"
                    ),
                ),
                ("rows", models.BigIntegerField(default=0, verbose_name="处理行数")),
                ("detail", models.TextField(blank=True, verbose_name="说明")),
                ("correlation_id", models.CharField(blank=True, max_length=64, verbose_name="关联号")),
            ],
            options={
                "verbose_name": "批量日志",
            },
        ),
        migrations.AddIndex(
            model_name="auditseal",
            index=models.Index(fields=["sealed_at"], name="seal_by_time"),
        ),
        migrations.AddIndex(
            model_name="batchentry",
            index=models.Index(fields=["finished_at"], name="batch_by_time"),
        ),
        migrations.AddIndex(
            model_name="batchentry",
            index=models.Index(fields=["batch", "finished_at"], name="batch_by_name"),
        ),
        migrations.AddIndex(
            model_name="batchentry",
            index=models.Index(fields=["outcome", "finished_at"], name="batch_by_outcome"),
        ),
        migrations.AddIndex(
            model_name="batchentry",
            index=models.Index(fields=["correlation_id"], name="batch_by_correlation"),
        ),
        migrations.CreateModel(
            name="AuditArchive",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table", models.CharField(max_length=60, verbose_name="表")),
                ("month", models.CharField(max_length=7, verbose_name="月份")),
                ("until", models.DateTimeField(verbose_name="截至")),
                ("rows", models.BigIntegerField(verbose_name="行数")),
                ("file_name", models.CharField(max_length=120, verbose_name="文件")),
                ("sha256", models.CharField(max_length=64, verbose_name="文件摘要")),
                ("archived_at", models.DateTimeField(verbose_name="归档时间")),
            ],
            options={
                "verbose_name": "审计归档",
                "constraints": [models.UniqueConstraint(fields=("table", "month"), name="archived_once")],
            },
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(plain_to_monthly)],
            state_operations=[
                migrations.RemoveIndex(
                    model_name="auditrecord",
                    name="audit_by_action",
                ),
                migrations.AddField(
                    model_name="auditrecord",
                    name="kind",
                    field=models.CharField(
                        choices=[("OPERATION", "操作"), ("REVEAL", "查看明文"), ("EXPORT", "导出")],
                        default="OPERATION",
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                migrations.AlterField(
                    model_name="auditrecord",
                    name="at",
                    field=models.DateTimeField(verbose_name="时间"),
                ),
                migrations.AddIndex(
                    model_name="auditrecord",
                    index=models.Index(fields=["object_type", "at"], name="audit_by_object_type"),
                ),
                migrations.AddIndex(
                    model_name="auditrecord",
                    index=models.Index(fields=["object_no", "at"], name="audit_by_object_no"),
                ),
                migrations.AddIndex(
                    model_name="auditrecord",
                    index=models.Index(fields=["action", "at"], name="audit_by_action_at"),
                ),
                migrations.AddIndex(
                    model_name="auditrecord",
                    index=models.Index(fields=["actor_name", "at"], name="audit_by_actor"),
                ),
                migrations.AddIndex(
                    model_name="auditrecord",
                    index=models.Index(fields=["ip", "at"], name="audit_by_ip"),
                ),
                migrations.AddIndex(
                    model_name="auditrecord",
                    index=models.Index(fields=["correlation_id"], name="audit_by_correlation"),
                ),
                migrations.AddIndex(
                    model_name="auditrecord",
                    index=models.Index(
                        condition=models.Q(("kind", "OPERATION"), _negated=True),
                        fields=["kind", "at"],
                        name="audit_by_kind",
                    ),
                ),
                migrations.CreateModel(
                    name="InterfaceCall",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        ("port", models.CharField(max_length=40, verbose_name="外部系统")),
                        ("operation", models.CharField(max_length=60, verbose_name="接口")),
                        (
                            "direction",
                            models.CharField(
                                choices=[("OUT", "发出"), ("IN", "接收")], max_length=3, verbose_name="方向"
                            ),
                        ),
                        ("business_no", models.CharField(blank=True, max_length=60, verbose_name="业务编号")),
                        ("milliseconds", models.PositiveIntegerField(verbose_name="耗时(毫秒)")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("SUCCESS", "成功"),
                                    ("FAILURE", "失败"),
                                    ("UNKNOWN", "结果未知"),
                                    ("NOT_FOUND", "对方无此记录"),
                                    ("REFUSED", "拒绝接收"),
                                ],
                                max_length=10,
                                verbose_name="结果",
                            ),
                        ),
                        ("detail", models.CharField(blank=True, max_length=200, verbose_name="结果说明")),
                        ("attempt", models.PositiveSmallIntegerField(default=1, verbose_name="第几次")),
                        (
                            "correlation_id",
                            models.CharField(blank=True, max_length=64, verbose_name="关联号"),
                        ),
                        ("request", models.JSONField(default=dict, verbose_name="请求摘要")),
                        ("response", models.JSONField(default=dict, verbose_name="应答摘要")),
                    ],
                    options={
                        "verbose_name": "接口日志",
                    },
                ),
                migrations.AddIndex(
                    model_name="interfacecall",
                    index=models.Index(fields=["port", "at"], name="interface_by_port"),
                ),
                migrations.AddIndex(
                    model_name="interfacecall",
                    index=models.Index(fields=["business_no", "at"], name="interface_by_number"),
                ),
                migrations.AddIndex(
                    model_name="interfacecall",
                    index=models.Index(fields=["outcome", "at"], name="interface_by_outcome"),
                ),
                migrations.AddIndex(
                    model_name="interfacecall",
                    index=models.Index(fields=["correlation_id"], name="interface_by_correlation"),
                ),
            ],
        ),
    ]
