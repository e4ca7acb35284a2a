"""How a person has set up a list, and the views that are kept of it."""

from django.db import models


class Density(models.TextChoices):
    COMPACT = "COMPACT", "紧凑"
    NORMAL = "NORMAL", "标准"
    LOOSE = "LOOSE", "宽松"


class ListLayout(models.Model):
    """The columns and the density of one list, as one person wants them.

    `columns` is `[{"key", "width", "hidden"}]` in the order of the screen; what is empty follows the page.
    """

    account_id = models.BigIntegerField("账号")
    list_id = models.CharField("列表", max_length=80)
    columns = models.JSONField("列", default=list)
    density = models.CharField("行距", max_length=10, choices=Density, default=Density.COMPACT)
    changed_at = models.DateTimeField("修改时间")

    class Meta:
        verbose_name = "列表布局"
        constraints = [models.UniqueConstraint(fields=["account_id", "list_id"], name="list_layout_once")]


class SavedView(models.Model):
    """Conditions, order and columns of a list under a name: of one person, or shared by him with the entity.

    It holds what is asked for, never what was found: everybody sees through it only what he may see anyway.
    """

    account_id = models.BigIntegerField("账号")
    owner_name = models.CharField("创建人", max_length=60)
    list_id = models.CharField("列表", max_length=80)
    name = models.CharField("名称", max_length=40)
    filters = models.JSONField("条件", default=dict)
    q = models.CharField("关键字", max_length=80, blank=True)
    sort = models.CharField("排序", max_length=60, blank=True)
    columns = models.JSONField("列", default=list)
    is_shared = models.BooleanField("共享", default=False)
    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    version = models.PositiveIntegerField("修改版本", default=1)

    is_own: bool
    allowed_actions: list[str]
    """Both set by whoever reads the view for somebody."""

    class Meta:
        verbose_name = "列表视图"
        constraints = [
            models.UniqueConstraint(fields=["account_id", "list_id", "name"], name="saved_view_name_once")
        ]
        indexes = [
            models.Index(fields=["list_id"], condition=models.Q(is_shared=True), name="saved_view_shared")
        ]

    @property
    def number(self) -> str:
        """What the audit log calls the view."""
        return self.name


class DefaultView(models.Model):
    """The view that a list opens with for one person: his own or a shared one."""

    account_id = models.BigIntegerField("账号")
    list_id = models.CharField("列表", max_length=80)
    view = models.ForeignKey(SavedView, models.PROTECT, related_name="+", verbose_name="视图")

    class Meta:
        verbose_name = "默认视图"
        constraints = [models.UniqueConstraint(fields=["account_id", "list_id"], name="default_view_once")]
