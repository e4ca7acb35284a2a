"""How a contract words its figures: amounts in formal characters, rates, dates, methods."""

from datetime import date
from decimal import Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
HUNDRED_MILLION = 10**8


def amount_in_words(amount: Decimal) -> str:
    """A positive amount in formal characters: 107000.53 is 壹拾万柒仟元伍角叁分.

    Closed by 整 unless it ends in 分, so that nothing can be added behind it.
    """
    cents = int(amount.scaleb(2).to_integral_exact())
    if cents <= 0:
        raise ValueError(f"not a positive amount: {amount}")
    yuan, rest = divmod(cents, 100)
    jiao, fen = divmod(rest, 10)
    words = f"{_integer(yuan)}元" if yuan else ""
    if jiao:
        words += f"{DIGITS[jiao]}角"
    elif fen and yuan:
        words += "零"
    return f"{words}{DIGITS[fen]}分" if fen else f"{words}整"


def _integer(number: int) -> str:
    """The characters of a positive integer; 亿 counts as a unit of its own, whatever stands before it."""
    high, low = divmod(number, HUNDRED_MILLION)
    words = f"{_integer(high)}亿" if high else ""
    gap = False
    for group, unit in ((low // 10_000, "万"), (low % 10_000, "")):
        if not group:
            gap = bool(words)
            continue
        if words and (gap or group < 1000):
            words += "零"
        words += _four(group) + unit
        gap = False
    return words


def _four(group: int) -> str:
    words = ""
    gap = False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if not digit:
            gap = bool(words)
            continue
        if gap:
            words += "零"
        words += DIGITS[digit] + PLACES[place]
        gap = False
    return words


def money(amount: Decimal) -> str:
    """1234567.5 is 1,234,567.50."""
    return f"{amount:,.2f}"


def percent(rate: Decimal) -> str:
    """A yearly fraction as a percentage: 0.043500 is 4.35%; never fewer than two places."""
    value = (rate * 100).normalize()
    places = max(2, -int(value.as_tuple().exponent))
    return f"{value:.{places}f}%"


def whole_percent(share: Decimal) -> str:
    """A share as a percentage without needless places: 0.50 is 50%."""
    return f"{(share * 100).normalize():f}%"


def spread(bp: int) -> str:
    """加 125 个基点(1 个基点为 0.01%)."""
    if bp == 0:
        return "不加减点"
    return f"{'加' if bp > 0 else '减'} {abs(bp)} 个基点（1 个基点为 0.01%）"


def day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


DAY_COUNTS = {
    "30/360": "对年对月对日，零头天数按日计算，一年按 360 天",
    "ACT/360": "按实际天数计算，一年按 360 天",
    "ACT/365": "按实际天数计算，一年按 365 天",
}
TENORS = {"ONE_YEAR": "一年期", "FIVE_YEAR": "五年期以上"}
ALLOCATION_ORDERS = {
    False: "费用，再自最早一期起逐期冲抵复利、罚息、利息、本金。",
    True: "费用，再自最早一期起逐期冲抵复利、罚息、利息、本金；还款时逾期已超过九十天的，费用之后先冲抵各期本金，再冲抵利息、罚息、复利。",
}
"""What a repayment settles first, by whether principal comes first after ninety days."""
PERIODS = {1: "每月", 3: "每季", 6: "每半年", 12: "每年"}


REPRICED_ON = {
    "CALENDAR": "每年1月1日",
    **{
        code: f"放款日后每满{months}的对应日（当月无对应日的，为当月最后一日）"
        for code, months in (
            ("ANNIVERSARY", "一年"),
            ("EVERY_3_MONTHS", "三个月"),
            ("EVERY_6_MONTHS", "六个月"),
            ("EVERY_12_MONTHS", "十二个月"),
        )
    },
}
"""The days of repricing."""


def course(reprice: str, tenor: str) -> str:
    """What becomes of the rate while the contract runs, as the end of a sentence."""
    if reprice == "FIXED":
        return "合同期内为固定利率。"
    return (
        f"合同期内为浮动利率：以{REPRICED_ON[reprice]}为重定价日，"
        f"自该日起按该日或该日之前最近一次公布的{tenor}贷款市场报价利率与上述加减点数重新确定年利率，点数在合同期内不变。"
        "重定价日不是还款日的，当期利息按新旧利率的实际天数分段计算，当期应还本金不变；以后各期按新利率重新计算。"
        "借款到期后不再重定价。罚息、复利随合同利率相应调整。"
    )


def rhythm(method: str, period_months: int, interest_day: int | None) -> str:
    """When the borrower pays, as a sentence."""
    if method == "BULLET":
        return "到期一次归还本金和利息。"
    on = f"{interest_day} 日" if interest_day else "放款日的对应日"
    often = PERIODS[period_months]
    if method == "INTEREST_ONLY":
        return f"{often}一次付息，还款日为付息月的 {on}，到期归还全部本金。"
    return f"{often}一期，还款日为还款月的 {on}，最后一期为到期日。"
