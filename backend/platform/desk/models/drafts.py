"""What a person had typed into a form when he was called away."""

import uuid

from django.db import models

from backend.platform.crypto import EncryptedText
from backend.platform.masking import Tier, classified, mask_all


class FormDraft(models.Model):
    """The fields of one form of one account as they stood last, as JSON.

    A form holds identity numbers and telephones before any customer exists, so the whole of it is
    encrypted. It is no business record: it changes nothing until the form is sent, it goes with success,
    with signing out and after a week, and nobody but its writer reads it.
    """

    row_uuid = models.UUIDField("行标识", default=uuid.uuid4, unique=True, editable=False)
    account_id = models.BigIntegerField("账号")
    form = models.CharField("表单", max_length=80)
    content = classified(EncryptedText(verbose_name="填写内容"), Tier.C2, mask_all)
    kept_at = models.DateTimeField("暂存时间")

    class Meta:
        verbose_name = "表单草稿"
        constraints = [models.UniqueConstraint(fields=["account_id", "form"], name="form_draft_once")]
        indexes = [models.Index(fields=["kept_at"], name="form_draft_by_age")]
