from django.db import models
from django.db.models import Q
from django_tenants.models import DomainMixin, TenantMixin


class LegalEntity(TenantMixin):
    """The province or one bank. The schema of a bank bears its code; the province's is `public`."""

    class Kind(models.TextChoices):
        PROVINCE = "PROVINCE", "省联社"
        COOP_BANK = "COOP_BANK", "农村商业银行"
        VILLAGE_BANK = "VILLAGE_BANK", "村镇银行"

    class Status(models.TextChoices):
        CREATING = "CREATING", "开通中"
        READY = "READY", "正常"
        MIGRATING = "MIGRATING", "升级中"
        SUSPENDED = "SUSPENDED", "停用"

    auto_create_schema = False  # a schema is stamped by the onboarding, never by saving a row
    auto_drop_schema = False

    code = models.CharField("行社代码", max_length=8, unique=True)
    kind = models.CharField("类型", max_length=12, choices=Kind)
    name = models.CharField("名称", max_length=60)
    county = models.CharField("县区", max_length=30, blank=True)
    prefecture = models.CharField("市州", max_length=30, blank=True)
    division_code = models.CharField("行政区划代码", max_length=6, blank=True)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.CREATING)
    business_date = models.DateField("营业日(展示用)", null=True)

    class Meta:
        verbose_name = "法人行社"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code="province", schema_name="public")
                | (Q(code__regex=r"^b\d{3}$") & Q(schema_name=models.F("code"))),
                name="entity_schema_is_code",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Domain(DomainMixin):
    """The host name of an entity."""

    class Meta:
        verbose_name = "域名"


class OnboardingStep(models.Model):
    """One step of taking on a bank. Rows are the truth of the job: it goes on where it was killed."""

    class State(models.TextChoices):
        PENDING = "PENDING", "待执行"
        RUNNING = "RUNNING", "执行中"
        DONE = "DONE", "完成"
        FAILED = "FAILED", "失败"

    entity = models.ForeignKey(LegalEntity, models.CASCADE, related_name="steps", verbose_name="行社")
    seq = models.PositiveSmallIntegerField("序号")
    name = models.CharField("步骤", max_length=30)
    title = models.CharField("名称", max_length=60)
    state = models.CharField("状态", max_length=8, choices=State, default=State.PENDING)
    started_at = models.DateTimeField("开始", null=True)
    finished_at = models.DateTimeField("结束", null=True)
    error = models.TextField("错误", blank=True)

    class Meta:
        verbose_name = "开通步骤"
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["entity", "name"], name="onboarding_step_once")]
