"""Money and rates: exact decimals, one rounding rule, no floats.

Money is CNY with two places, rounded half-up to the cent (0.005 becomes 0.01), never to even.
Rounding to the cent happens at exactly these places: the level instalment; the equal share of
principal; each interest amount when it becomes due; each penalty or compound amount when it is
settled. Accruals keep six places. A rate is a yearly fraction with six places (0.043500 = 4.35 %);
the monthly rate (year / 12) and the daily rate (year / 360) are never rounded.
"""

from __future__ import annotations

import re
from decimal import (
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    FloatOperation,
    InvalidOperation,
    Overflow,
)
from typing import Final

from .errors import LoanMathError

#: All arithmetic of this package runs in (a copy of) this context. With 50 digits the quotients stay
#: more than 10^20 times closer to the true value than any half cent that is not exactly one.
CONTEXT: Final = Context(
    prec=50,
    rounding=ROUND_HALF_UP,
    traps=[InvalidOperation, DivisionByZero, Overflow, FloatOperation],
)
CENT: Final = Decimal("0.01")
MICRO: Final = Decimal("0.000001")
ZERO: Final = Decimal("0.00")
ZERO6: Final = Decimal("0.000000")
#: One step below a trillion yuan: principal and all interest still fit numeric(18, 2).
MAX_AMOUNT: Final = Decimal("999999999999.99")
MAX_RATE: Final = Decimal(1)

_NUMBER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,9})?")
_LONGEST_NUMBER: Final = 64


def cents(x: Decimal) -> Decimal:
    """The one rounding of money: half-up to two places."""
    if not isinstance(x, Decimal) or not x.is_finite():
        raise LoanMathError("loanmath.not_a_number", f"cannot round {x!r}", "amount")
    return x.quantize(CENT, ROUND_HALF_UP, CONTEXT)


def micros(x: Decimal) -> Decimal:
    """The one rounding of accruals: half-up to six places."""
    return x.quantize(MICRO, ROUND_HALF_UP, CONTEXT)


def cents_of_ratio(numerator: int, denominator: int) -> Decimal:
    """Half-up to the cent of `numerator / denominator` cents, exact for integers of any length.

    Both must not be negative, the denominator not zero.
    """
    return Decimal((2 * numerator + denominator) // (2 * denominator)).scaleb(-2, CONTEXT)


def to_number(value: object, field: str) -> Decimal:
    """A finite decimal from a Decimal, an int or a plain numeric string; floats and booleans are refused."""
    if (
        isinstance(value, bool)
        or not isinstance(value, (Decimal, int, str))
        or (isinstance(value, str) and not (len(value) <= _LONGEST_NUMBER and _NUMBER.fullmatch(value)))
    ):
        kind = type(value).__name__
        raise LoanMathError(
            "loanmath.not_a_number", f"expected a decimal string, got {kind} {value!r:.80}", field
        )
    number = Decimal(value)
    if not number.is_finite():
        raise LoanMathError("loanmath.not_a_number", f"{number} is not a finite number", field)
    return number


def to_amount(value: object, field: str, *, zero_allowed: bool = False) -> Decimal:
    """Money: positive (or zero where allowed), at most `MAX_AMOUNT`, nothing below the cent."""
    number = to_number(value, field)
    if zero_allowed and number < 0:
        raise LoanMathError("loanmath.amount_negative", "must not be negative", field)
    if not zero_allowed and number <= 0:
        raise LoanMathError("loanmath.amount_not_positive", "must be greater than zero", field)
    if number > MAX_AMOUNT:
        raise LoanMathError("loanmath.amount_too_large", f"must not exceed {MAX_AMOUNT}", field)
    rounded = cents(number)
    if rounded != number:
        raise LoanMathError("loanmath.too_many_decimals", "money has two decimals", field)
    return abs(rounded)


def to_rate(value: object, field: str) -> Decimal:
    """A yearly rate as a fraction: 0 to 1, nothing below the sixth place. 4.35 % is 0.0435."""
    number = to_number(value, field)
    if number < 0 or number > MAX_RATE:
        raise LoanMathError("loanmath.rate_out_of_range", "must lie between 0 and 1", field)
    rounded = micros(number)
    if rounded != number:
        raise LoanMathError("loanmath.too_many_decimals", "a rate has six decimals", field)
    return abs(rounded)
