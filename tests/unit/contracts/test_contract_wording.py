"""Figures as a contract words them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.contracts import wording

VALUES = {character: value for value, character in enumerate(wording.DIGITS)}
UNITS = {"拾": 10, "佰": 100, "仟": 1000}


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0.01", "壹分"),
        ("0.50", "伍角整"),
        ("1.00", "壹元整"),
        ("10.00", "壹拾元整"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("100000.00", "壹拾万元整"),
        ("100001.00", "壹拾万零壹元整"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("100005000.00", "壹亿零伍仟元整"),
        ("1000000000000.00", "壹万亿元整"),
        ("10203040506.07", "壹佰零贰亿零叁佰零肆万零伍佰零陆元零柒分"),
    ],
)
def test_amounts_are_worded_as_on_a_cheque(amount: str, words: str) -> None:
    assert wording.amount_in_words(Decimal(amount)) == words


def _read_integer(words: str) -> int:
    """The number that formal characters say, read independently of how they were written."""
    if "亿" in words:
        high, _, low = words.rpartition("亿")
        return _read_integer(high) * 10**8 + _read_integer(low)
    if "万" in words:
        high, _, low = words.partition("万")
        return _read_integer(high) * 10**4 + _read_integer(low)
    total = digit = 0
    for character in words:
        if character in UNITS:
            total += digit * UNITS[character]
            digit = 0
        else:
            digit = VALUES[character]
    return total + digit


@given(st.integers(min_value=1, max_value=10**16 - 1))
def test_every_amount_reads_back_as_itself(cents: int) -> None:
    words = wording.amount_in_words(Decimal(cents).scaleb(-2))
    yuan, _, rest = words.partition("元") if "元" in words else ("", "", words)
    jiao = VALUES[rest[rest.index("角") - 1]] if "角" in rest else 0
    fen = VALUES[rest[rest.index("分") - 1]] if "分" in rest else 0
    assert (_read_integer(yuan) if yuan else 0) * 100 + jiao * 10 + fen == cents
    assert words.endswith(("整", "分"))
    assert "零零" not in words


@pytest.mark.parametrize("amount", ["0.00", "-1.00"])
def test_there_is_no_contract_over_nothing(amount: str) -> None:
    with pytest.raises(ValueError, match="not a positive amount"):
        wording.amount_in_words(Decimal(amount))


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        ("0.043500", "4.35%"),
        ("0.065250", "6.525%"),
        ("0.087000", "8.70%"),
        ("0.1", "10.00%"),
        ("0.035001", "3.5001%"),
    ],
)
def test_rates_keep_every_place_and_at_least_two(rate: str, words: str) -> None:
    assert wording.percent(Decimal(rate)) == words


@pytest.mark.parametrize(
    ("bp", "words"),
    [(125, "加 125 个基点（1 个基点为 0.01%）"), (-10, "减 10 个基点（1 个基点为 0.01%）"), (0, "不加减点")],
)
def test_points_over_and_under_the_lpr(bp: int, words: str) -> None:
    assert wording.spread(bp) == words
