"""What a person opened, and how the console looks to him."""

from django.db import models


class OpenedRecord(models.Model):
    """A record that a person opened: kind and key alone, never a name."""

    account_id = models.BigIntegerField("账号")
    kind = models.CharField("对象种类", max_length=60)
    key = models.CharField("对象", max_length=40)
    opened_at = models.DateTimeField("打开时间")

    class Meta:
        verbose_name = "最近打开"
        constraints = [models.UniqueConstraint(fields=["account_id", "kind", "key"], name="opened_once")]
        indexes = [models.Index(fields=["account_id", "-opened_at"], name="opened_by_account")]


class Preference(models.Model):
    """How the console looks to a person, wherever he signs in."""

    class Theme(models.TextChoices):
        SYSTEM = "SYSTEM", "跟随系统"
        LIGHT = "LIGHT", "浅色"
        DARK = "DARK", "深色"

    class Language(models.TextChoices):
        ZH = "zh-CN", "中文"
        EN = "en", "English"

    account_id = models.BigIntegerField("账号", unique=True)
    theme = models.CharField("主题", max_length=6, choices=Theme, default=Theme.SYSTEM)
    language = models.CharField("语言", max_length=5, choices=Language, blank=True)
    menu_collapsed = models.BooleanField("收起菜单", default=False)
    updated_at = models.DateTimeField("更新时间")

    class Meta:
        verbose_name = "个人偏好"
