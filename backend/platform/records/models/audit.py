"""Who did what, and which fields changed."""

from auditlog.models import AbstractLogEntry
from django.conf import settings
from django.db import models


class AuditRecord(models.Model):
    """A business action: who did what to which object, what changed, and why. Never changed or removed."""

    append_only = True

    at = models.DateTimeField("时间", db_index=True)
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
            models.Index(fields=["action", "id"], name="audit_by_action"),
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
