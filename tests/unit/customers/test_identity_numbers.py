"""Identity numbers: the published examples of GB 11643, and every way in which a text is none."""

from datetime import date

import pytest

from backend.platform.errors import REGISTRY
from backend.platform.identity_number import Fault, IdentityNumberError, age, check_character, parse
from tenants.customers import phone_number

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("text", "birth_on", "is_male"),
    [
        ("11010519491231002X", date(1949, 12, 31), False),  # the standard's first example
        ("440524188001010014", None, None),  # its second one, of a person born in 1880
        ("11010519491231002x", date(1949, 12, 31), False),
        (" １１０１０５１９４９１２３１００２Ｘ\u3000", date(1949, 12, 31), False),
        ("110105491231002", date(1949, 12, 31), False),
    ],
)
def test_a_number_is_read_in_every_form_it_is_typed_in(
    text: str, birth_on: date | None, is_male: bool
) -> None:
    if birth_on is None:
        with pytest.raises(IdentityNumberError) as refused:
            parse(text, on=TODAY)
        assert refused.value.fault is Fault.BIRTH
        assert check_character(text[:17]) == text[17]
        return
    number = parse(text, on=TODAY)
    assert (number.text, number.birth_on, number.is_male) == ("11010519491231002X", birth_on, is_male)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", Fault.FORM),
        ("1101051949123100", Fault.FORM),
        ("11010519491231002XX", Fault.FORM),
        ("1101051949123X002X", Fault.FORM),
        ("X1010519491231002X", Fault.FORM),
        ("010105194912310020", Fault.FORM),
        ("1101051949123100２\u0662", Fault.FORM),  # digits of another script are not digits here
        ("110105194912310021", Fault.CHECK),
        ("11010519491231003X", Fault.CHECK),
        ("110105194902300028", Fault.BIRTH),
        ("110105202613010025", Fault.BIRTH),
        ("110105000001010025", Fault.BIRTH),
        ("110105491331002", Fault.BIRTH),
    ],
)
def test_a_text_that_is_no_number_says_what_is_wrong(text: str, fault: Fault) -> None:
    with pytest.raises(IdentityNumberError) as refused:
        parse(text, on=TODAY)
    assert refused.value.fault is fault


def test_nobody_is_born_after_today() -> None:
    born_today = "52011120260302101"
    assert parse(born_today + check_character(born_today), on=TODAY).birth_on == TODAY
    born_tomorrow = "52011120260303101"
    with pytest.raises(IdentityNumberError) as refused:
        parse(born_tomorrow + check_character(born_tomorrow), on=TODAY)
    assert refused.value.fault is Fault.BIRTH


def test_changing_any_digit_is_noticed() -> None:
    sound = "11010519491231002X"
    for place in range(17):
        other = str((int(sound[place]) + 1) % 10)
        with pytest.raises(IdentityNumberError):
            parse(sound[:place] + other + sound[place + 1 :], on=TODAY)


@pytest.mark.parametrize(
    ("birth_on", "on", "years"),
    [
        (date(2008, 3, 2), date(2026, 3, 1), 17),
        (date(2008, 3, 2), date(2026, 3, 2), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_a_year_of_life_is_complete_on_the_birthday(birth_on: date, on: date, years: int) -> None:
    assert age(birth_on, on) == years


@pytest.mark.parametrize("text", ["13800138000", "+86 138-0013-8000", " １３８００１３８０００ "])
def test_a_mobile_number_is_read_in_every_form_it_is_typed_in(text: str) -> None:
    assert phone_number.normalised(text) == "13800138000"


@pytest.mark.parametrize(
    "text", ["", "1380013800", "138001380000", "12800138000", "0851-85970000", "1380013800a"]
)
def test_other_texts_are_no_mobile_numbers(text: str) -> None:
    assert phone_number.normalised(text) is None


def test_each_fault_has_an_error_of_its_own() -> None:
    from tenants.customers.services import ID_NO_FAULTS

    assert set(ID_NO_FAULTS) == set(Fault)
    assert {kind.code for kind in ID_NO_FAULTS.values()} <= set(REGISTRY)
