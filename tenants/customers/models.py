import uuid
from datetime import date

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from backend.platform.crypto import EncryptedText
from backend.platform.identity_number import age
from backend.platform.masking import (
    Tier,
    classified,
    mask_address,
    mask_all,
    mask_id_no,
    mask_name,
    mask_phone,
    masked,
)
from shared.catalog.types import CustomerKind

REGION_CODE = RegexValidator(r"^[1-9][0-9]{5,11}\Z", "6 – 12 位行政区划代码")


class Household(models.Model):
    """A farmer household: whom a village lends to. Land in mu, income and cost in yuan a year."""

    row_uuid = models.UUIDField("行标识", default=uuid.uuid4, unique=True, editable=False)
    household_no = models.CharField("农户编号", max_length=20, unique=True)
    name = classified(models.CharField("户名", max_length=60), Tier.C2, mask_name)
    region_code = models.CharField("区划代码", max_length=12, validators=[REGION_CODE])
    region_name = models.CharField("区划名称", max_length=120, blank=True)
    address = classified(EncryptedText(verbose_name="住址"), Tier.C2, mask_address)
    grid = models.ForeignKey(
        "organisation.Grid", models.PROTECT, null=True, related_name="+", verbose_name="网格"
    )
    land_mu = models.DecimalField("土地面积(亩)", max_digits=10, decimal_places=2, default=0)
    yearly_income = classified(
        models.DecimalField("年收入", max_digits=18, decimal_places=2, default=0), Tier.C2, mask_all
    )
    yearly_cost = classified(
        models.DecimalField("年支出", max_digits=18, decimal_places=2, default=0), Tier.C2, mask_all
    )
    branch = models.ForeignKey(
        "organisation.Branch", models.PROTECT, related_name="+", verbose_name="所属机构"
    )
    owner = models.ForeignKey("organisation.Staff", models.PROTECT, related_name="+", verbose_name="管户人")
    created_at = models.DateTimeField("建档时间", auto_now_add=True)
    created_by = models.BigIntegerField("建档人", null=True)
    version = models.PositiveIntegerField("修改版本", default=1)

    class Meta:
        verbose_name = "农户"
        indexes = [
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="household_by_name"),
            models.Index(fields=["branch", "-id"], name="household_by_branch"),
            models.Index(fields=["owner", "-id"], name="household_by_owner"),
            models.Index(fields=["region_code"], name="household_by_region"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(land_mu__gte=0, yearly_income__gte=0, yearly_cost__gte=0),
                name="household_figures",
            ),
        ]

    def __str__(self) -> str:
        return self.household_no

    @property
    def number(self) -> str:
        return self.household_no

    @property
    def address_masked(self) -> str:
        return masked(self, "address")


class Customer(models.Model):
    """A natural person with a file at this bank. Gender and birthday come from the identity number.

    The identity number and the telephone are found by their keyed hashes, never by their columns.
    """

    class Status(models.TextChoices):
        ACTIVE = "ACTIVE", "有效"
        FROZEN = "FROZEN", "冻结"
        MERGED = "MERGED", "已合并"
        CLOSED = "CLOSED", "注销"

    class Gender(models.TextChoices):
        MALE = "MALE", "男"
        FEMALE = "FEMALE", "女"

    row_uuid = models.UUIDField("行标识", default=uuid.uuid4, unique=True, editable=False)
    customer_no = models.CharField("客户编号", max_length=20, unique=True)
    name = classified(models.CharField("姓名", max_length=60), Tier.C2, mask_name)
    id_no = classified(EncryptedText(verbose_name="身份证号"), Tier.C2, mask_id_no)
    id_no_hash = models.BinaryField("身份证号散列", max_length=16)
    gender = models.CharField("性别", max_length=6, choices=Gender)
    birth_on = classified(models.DateField("出生日期"), Tier.C2, mask_all)
    phone = classified(EncryptedText(verbose_name="手机号"), Tier.C2, mask_phone)
    phone_hash = models.BinaryField("手机号散列", max_length=16, db_index=True)
    address = classified(EncryptedText(verbose_name="住址"), Tier.C2, mask_address)
    occupation = models.CharField("职业", max_length=60, blank=True)
    monthly_income = classified(
        models.DecimalField("月收入", max_digits=18, decimal_places=2, null=True), Tier.C2, mask_all
    )
    is_farmer = models.BooleanField("农户", default=False)
    status = models.CharField("状态", max_length=8, choices=Status, default=Status.ACTIVE)
    branch = models.ForeignKey(
        "organisation.Branch", models.PROTECT, related_name="+", verbose_name="所属机构"
    )
    owner = models.ForeignKey("organisation.Staff", models.PROTECT, related_name="+", verbose_name="管户人")
    created_at = models.DateTimeField("建档时间", auto_now_add=True)
    created_by = models.BigIntegerField("建档人", null=True)
    version = models.PositiveIntegerField("修改版本", default=1)

    class Meta:
        verbose_name = "客户"
        indexes = [
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="customer_by_name"),
            models.Index(fields=["branch", "-id"], name="customer_by_branch"),
            models.Index(fields=["owner", "-id"], name="customer_by_owner"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["id_no_hash"], name="customer_id_no_once"),
            models.CheckConstraint(
                condition=Q(monthly_income=None) | Q(monthly_income__gte=0), name="customer_income"
            ),
        ]

    today: date  # the business date, annotated by the selectors

    def __str__(self) -> str:
        return self.customer_no

    @property
    def number(self) -> str:
        return self.customer_no

    @property
    def age(self) -> int:
        return age(self.birth_on, self.today)

    @property
    def kind(self) -> str:
        return CustomerKind.FARMER if self.is_farmer else CustomerKind.PERSON

    @property
    def household(self) -> Household | None:
        membership = getattr(self, "membership", None)
        return membership.household if membership else None

    @property
    def id_no_masked(self) -> str:
        return masked(self, "id_no")

    @property
    def phone_masked(self) -> str:
        return masked(self, "phone")

    @property
    def address_masked(self) -> str:
        return masked(self, "address")


class IdentityCorrection(models.Model):
    """What a pending change would make of a customer's name and numbers.

    A change's payload is stored and shown as it is, so the values stand here, encrypted; the payload names this
    row and holds a digest of it.
    """

    row_uuid = models.UUIDField("行标识", default=uuid.uuid4, unique=True, editable=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", verbose_name="客户")
    full_name = classified(EncryptedText(verbose_name="姓名"), Tier.C2, mask_name)
    id_no = classified(EncryptedText(verbose_name="身份证号"), Tier.C2, mask_id_no)
    phone = classified(EncryptedText(verbose_name="手机号"), Tier.C2, mask_phone)
    made_at = models.DateTimeField("提交时间")

    class Meta:
        verbose_name = "客户身份信息更正"


class Reveal(models.Model):
    """A reading of a customer's clear values: whose, which and why. The values themselves never stand here."""

    append_only = True

    class Purpose(models.TextChoices):
        IDENTITY = "IDENTITY", "核实身份"
        CONTACT = "CONTACT", "联系客户"
        SIGNING = "SIGNING", "签约办理"
        COLLECTION = "COLLECTION", "催收"
        COMPLAINT = "COMPLAINT", "投诉处理"
        OTHER = "OTHER", "其他"

    account_id = models.BigIntegerField("账号", null=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", verbose_name="客户")
    fields = models.JSONField("字段")
    purpose = models.CharField("用途", max_length=10, choices=Purpose)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "敏感信息查看"
        indexes = [models.Index(fields=["account_id", "at"], name="reveal_by_account")]


class HouseholdMember(models.Model):
    """A customer's place in his household; a customer has one household at most."""

    class Relation(models.TextChoices):
        HEAD = "HEAD", "户主"
        SPOUSE = "SPOUSE", "配偶"
        PARENT = "PARENT", "父母"
        CHILD = "CHILD", "子女"
        SIBLING = "SIBLING", "兄弟姐妹"
        OTHER = "OTHER", "其他"

    household = models.ForeignKey(Household, models.PROTECT, related_name="members", verbose_name="农户")
    customer = models.OneToOneField(Customer, models.PROTECT, related_name="membership", verbose_name="客户")
    relation = models.CharField("与户主关系", max_length=8, choices=Relation)

    class Meta:
        verbose_name = "家庭成员"
        constraints = [
            models.UniqueConstraint(
                fields=["household"], condition=Q(relation="HEAD"), name="household_one_head"
            ),
        ]
