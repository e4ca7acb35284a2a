"""An intake as the applications see it."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import models


class Channel(models.TextChoices):
    COUNTER = "COUNTER", "柜面"
    OFFICER_APP = "OFFICER_APP", "移动办贷"
    MINI_PROGRAM = "MINI_PROGRAM", "小程序"
    BANK_APP = "BANK_APP", "手机银行"
    VILLAGE_POINT = "VILLAGE_POINT", "村级服务点"


class Purpose(models.TextChoices):
    AGRICULTURE = "AGRICULTURE", "种养殖"
    OPERATION = "OPERATION", "经营周转"
    CONSUMPTION = "CONSUMPTION", "消费"
    EDUCATION = "EDUCATION", "教育"
    RENOVATION = "RENOVATION", "装修"
    MEDICAL = "MEDICAL", "医疗"
    OTHER = "OTHER", "其他"


@dataclass(frozen=True)
class IntakeFacts:
    """An accepted intake, ready to become an application. `officer_id` is the staff member in charge."""

    id: int
    intake_no: str
    customer_id: int
    product_id: int
    amount: Decimal
    term_months: int
    purpose: str
    purpose_text: str
    channel: str
    branch_id: int
    officer_id: int
