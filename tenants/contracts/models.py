import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q

from backend.platform.crypto import EncryptedText
from backend.platform.masking import Tier, classified, mask_account, masked
from shared.catalog.types import LPR_TENORS, GuaranteeMode, Method, Reprice


class LoanContract(models.Model):
    """A loan contract: the approved terms, the text that was printed of them, and its signatures.

    The text is printed once, at creation; `file_hash` proves it. Terms never change after that.
    The account is the borrower's own: money is paid out to it and instalments are taken from it.
    """

    class State(models.TextChoices):
        DRAFT = "DRAFT", "草稿"
        GENERATED = "GENERATED", "已生成"
        SIGNING = "SIGNING", "签署中"
        EFFECTIVE = "EFFECTIVE", "生效"
        IN_USE = "IN_USE", "用信中"
        SETTLED = "SETTLED", "结清"
        VOID = "VOID", "作废"

    TRANSITIONS = {
        State.DRAFT: {State.GENERATED},
        State.GENERATED: {State.SIGNING, State.VOID},
        State.SIGNING: {State.EFFECTIVE, State.VOID},
        State.EFFECTIVE: {State.IN_USE, State.VOID},
        State.IN_USE: {State.SETTLED},
        State.SETTLED: {State.IN_USE},
        State.VOID: set(),
    }
    SIGNABLE = (State.GENERATED, State.SIGNING)
    VOIDABLE = (State.GENERATED, State.SIGNING, State.EFFECTIVE)
    DRAWABLE = (State.EFFECTIVE, State.IN_USE)

    row_uuid = models.UUIDField("行标识", default=uuid.uuid4, unique=True, editable=False)
    contract_no = models.CharField("合同编号", max_length=20, unique=True)
    application = models.ForeignKey(
        "applications.LoanApplication", models.PROTECT, related_name="+", verbose_name="业务申请"
    )
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+", verbose_name="客户")
    product = models.ForeignKey(
        "products.LevelTwoProduct", models.PROTECT, related_name="+", verbose_name="产品"
    )
    product_code = models.CharField("产品代码", max_length=40)
    amount = models.DecimalField("合同金额", max_digits=18, decimal_places=2)
    term_months = models.PositiveSmallIntegerField("期限(月)")
    annual_rate = models.DecimalField("年利率", max_digits=9, decimal_places=6)
    lpr_tenor = models.CharField("LPR 期限", max_length=9, choices=LPR_TENORS)
    lpr_rate = models.DecimalField("LPR", max_digits=9, decimal_places=6)
    lpr_published_on = models.DateField("LPR 公布日")
    bp = models.SmallIntegerField("加点(基点)")
    reprice = models.CharField(
        "利率方式", max_length=16, choices=Reprice, default=Reprice.FIXED, db_default=Reprice.FIXED.value
    )
    method = models.CharField("还款方式", max_length=20, choices=Method)
    day_count = models.CharField("计息方式", max_length=10)
    interest_day = models.PositiveSmallIntegerField("还款日", null=True)
    period_months = models.PositiveSmallIntegerField("还款周期(月)")
    guarantee_mode = models.CharField("担保方式", max_length=12, choices=GuaranteeMode)
    purpose = models.CharField("用途", max_length=12)
    purpose_text = models.CharField("用途说明", max_length=200, blank=True)
    start_on = models.DateField("起始日")
    end_on = models.DateField("到期日")
    account_no = classified(EncryptedText(verbose_name="借款人账号"), Tier.C2, mask_account)
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    file = models.ForeignKey(
        "evidence.StoredFile", models.PROTECT, null=True, related_name="+", verbose_name="合同文本"
    )
    file_hash = models.CharField("文本摘要", max_length=64, blank=True)
    template_version = models.CharField("模板版本", max_length=40, blank=True)
    effective_on = models.DateField("生效日", null=True)
    branch = models.ForeignKey("organisation.Branch", models.PROTECT, related_name="+", verbose_name="机构")
    officer = models.ForeignKey(
        "organisation.Staff", models.PROTECT, related_name="+", verbose_name="客户经理"
    )
    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    created_by = models.BigIntegerField("创建人", null=True)

    class Meta:
        verbose_name = "借款合同"
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=~Q(state="VOID"), name="contract_once"),
            models.CheckConstraint(
                condition=Q(amount__gt=0) & Q(term_months__gt=0), name="contract_positive"
            ),
            models.CheckConstraint(condition=Q(end_on__gt=F("start_on")), name="contract_dates"),
            models.CheckConstraint(
                condition=Q(state="DRAFT") | (Q(file__isnull=False) & Q(file_hash__regex=r"^[0-9a-f]{64}$")),
                name="contract_has_its_text",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["EFFECTIVE", "IN_USE", "SETTLED"]) | Q(effective_on__isnull=False),
                name="contract_effective_on",
            ),
        ]
        indexes = [
            models.Index(fields=["branch", "-id"], name="contract_by_branch"),
            models.Index(fields=["officer", "-id"], name="contract_by_officer"),
            models.Index(fields=["customer", "-id"], name="contract_by_customer"),
            models.Index(fields=["state", "-id"], name="contract_by_state"),
        ]

    # What follows is set by the selector that prepares the detail page.
    available_amount: Decimal
    disbursements_so_far: Sequence[dict[str, Any]]
    allowed_actions: list[str]
    history: list[dict[str, Any]]

    def __str__(self) -> str:
        return self.contract_no

    @property
    def number(self) -> str:
        return self.contract_no

    @property
    def account_masked(self) -> str:
        return masked(self, "account_no")


class ContractSignature(models.Model):
    """A party's signature under the text with the hash; written once."""

    class Party(models.TextChoices):
        BORROWER = "BORROWER", "借款人"
        BANK = "BANK", "行社"

    class How(models.TextChoices):
        IN_PERSON = "IN_PERSON", "当面签字"
        SEAL = "SEAL", "行社签章"

    append_only = True

    contract = models.ForeignKey(LoanContract, models.PROTECT, related_name="signatures", verbose_name="合同")
    party = models.CharField("签署方", max_length=8, choices=Party)
    name = models.CharField("签署人", max_length=60)
    how = models.CharField("签署方式", max_length=10, choices=How)
    file_hash = models.CharField("所签文本摘要", max_length=64)
    signed_on = models.DateField("签署日")
    signed_at = models.DateTimeField("签署时间")
    recorded_by = models.BigIntegerField("经办人", null=True)
    ip = models.CharField("地址", max_length=45, blank=True)

    class Meta:
        verbose_name = "合同签署"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["contract", "party"], name="signature_once")]
