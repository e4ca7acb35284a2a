"""Who did what, which fields changed, and the seals that prove it was not altered since."""

from auditlog.models import AbstractLogEntry
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class AuditRecord(models.Model):
    """A business action: who did what to which object, what changed, and why. Never changed or removed.

    The table is split by the month of `at`. Its key in the database is (`at`, `id`), for a partitioned
    table is unique only together with what splits it; `id` alone comes from one sequence and is what
    Django takes for the key. A column that Django does not know, `written_in`, holds the transaction that
    wrote the row: the sealer orders by it.
    """

    append_only = True
    monthly = True

    class Kind(models.TextChoices):
        OPERATION = "OPERATION", "操作"
        REVEAL = "REVEAL", "查看明文"
        EXPORT = "EXPORT", "导出"

    at = models.DateTimeField("时间")
    kind = models.CharField("类别", max_length=12, choices=Kind, default=Kind.OPERATION)
    account_id = models.BigIntegerField("账号", null=True)
    actor_name = models.CharField("操作人", max_length=60)
    action = models.CharField("操作", max_length=80)
    object_type = models.CharField("对象类型", max_length=60)
    object_id = models.BigIntegerField("对象", null=True)
    object_no = models.CharField("对象编号", max_length=60, blank=True)
    from_state = models.CharField("原状态", max_length=30, blank=True)
    to_state = models.CharField("新状态", max_length=30, blank=True)
    changes = models.JSONField("变更", default=dict)
    comment = models.TextField("说明", blank=True)
    correlation_id = models.CharField("关联号", max_length=64, blank=True)
    ip = models.CharField("地址", max_length=45, blank=True)

    class Meta:
        verbose_name = "审计记录"
        indexes = [
            models.Index(fields=["object_type", "object_id", "id"], name="audit_by_object"),
            models.Index(fields=["object_type", "at"], name="audit_by_object_type"),
            models.Index(fields=["object_no", "at"], name="audit_by_object_no"),
            models.Index(fields=["action", "at"], name="audit_by_action_at"),
            models.Index(fields=["actor_name", "at"], name="audit_by_actor"),
            models.Index(fields=["ip", "at"], name="audit_by_ip"),
            models.Index(fields=["correlation_id"], name="audit_by_correlation"),
            models.Index(
                fields=["kind", "at"],
                name="audit_by_kind",
                condition=~models.Q(kind="OPERATION"),
            ),
        ]


class FieldChange(AbstractLogEntry):
    """django-auditlog's entry, without database foreign keys: a bank's row points at public by value."""

    append_only = True

    content_type = models.ForeignKey(
        "contenttypes.ContentType",
        models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        verbose_name="对象类型",
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        verbose_name="操作人",
    )

    class Meta:
        verbose_name = "字段变更"
        ordering = ["-timestamp"]


class AuditSeal(models.Model):
    """A link of the chain: the audit records of about a minute, each by its digest, under one head.

    It covers the records whose (transaction, id) lies after the seal before it and not after
    (`through_tx`, `through_id`). `ids` and `digests` (32 bytes for each record) are in that order; `head`
    is the hash of the head before and of all of this. `form` names the columns that were hashed.
    """

    append_only = True

    number = models.BigIntegerField("序号", primary_key=True)
    sealed_at = models.DateTimeField("封存时间")
    first_at = models.DateTimeField("最早记录")
    last_at = models.DateTimeField("最晚记录")
    through_tx = models.BigIntegerField("截至事务")
    through_id = models.BigIntegerField("截至记录")
    count = models.PositiveIntegerField("记录数")
    total = models.BigIntegerField("累计记录数")
    ids = ArrayField(models.BigIntegerField(), verbose_name="记录")
    digests = models.BinaryField("记录摘要")
    algorithm = models.CharField("算法", max_length=8)
    form = models.PositiveSmallIntegerField("格式")
    previous = models.BinaryField("上一链头")
    head = models.BinaryField("链头")

    class Meta:
        verbose_name = "审计封存"
        indexes = [models.Index(fields=["sealed_at"], name="seal_by_time")]


class AuditArchive(models.Model):
    """A month that was taken off into a file: how many rows went, and the hash that proves the file."""

    append_only = True

    table = models.CharField("表", max_length=60)
    month = models.CharField("月份", max_length=7)
    until = models.DateTimeField("截至")
    rows = models.BigIntegerField("行数")
    file_name = models.CharField("文件", max_length=120)
    sha256 = models.CharField("文件摘要", max_length=64)
    archived_at = models.DateTimeField("归档时间")

    class Meta:
        verbose_name = "审计归档"
        constraints = [models.UniqueConstraint(fields=["table", "month"], name="archived_once")]
