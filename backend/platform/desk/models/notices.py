"""What a person is told."""

from django.db import models


class Notice(models.Model):
    """Something that happened and that one person should hear of. Its words are made of kind and parameters
    when it is read, in the reader's language; the names of customers among them are masked."""

    recipient_id = models.BigIntegerField("收件账号")
    kind = models.CharField("消息种类", max_length=60)
    params = models.JSONField("参数", default=dict)
    path = models.CharField("页面地址", max_length=200, blank=True)
    created_at = models.DateTimeField("时间")
    read_at = models.DateTimeField("已读时间", null=True)

    class Meta:
        verbose_name = "消息"
        indexes = [
            models.Index(fields=["recipient_id", "-id"], name="notice_by_recipient"),
            models.Index(
                fields=["recipient_id", "-id"], name="notice_unread", condition=models.Q(read_at=None)
            ),
            models.Index(fields=["created_at"], name="notice_by_age"),
        ]
