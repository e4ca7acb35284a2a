"""Customers who do not exist: names, addresses and valid identity numbers of the county."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from faker import Faker

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
FARMING = ("CROP_FARMING", "LIVESTOCK", "TEA", "TOBACCO", "FRUIT", "GRAIN_OIL")
OTHER = (
    "SELF_EMPLOYED", "TEACHER", "TRANSPORT", "CONSTRUCTION", "CATERING", "HEALTH_CARE", "EMPLOYEE", "ONLINE_SALES",
)  # fmt: skip
VILLAGES = ("青山村", "龙井村", "桥头村", "新寨村", "大坪村", "石板村", "杨柳村", "茶山村")
MOBILE_PREFIXES = ("135", "136", "138", "139", "150", "151", "158", "159", "183", "187", "188")


@dataclass(frozen=True)
class Person:
    """What an officer would type into the form."""

    name: str
    id_no: str
    phone: str
    address: str
    occupation: str
    monthly_income: Decimal
    is_farmer: bool


def identity_number(random: Random, division_code: str, born_on: date) -> str:
    """An identity number with a correct check character."""
    body = f"{division_code}{born_on:%Y%m%d}{random.randrange(1, 999):03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + CHECK_CHARACTERS[total % 11]


def make_person(faker: Faker, random: Random, *, county: str, division_code: str, on: date) -> Person:
    """A person of the county, between 23 and 60 years old on the date."""
    farmer = random.random() < 0.6
    born_on = on - timedelta(days=random.randrange(23 * 365, 60 * 365))
    return Person(
        name=faker.name(),
        id_no=identity_number(random, division_code, born_on),
        phone=f"{random.choice(MOBILE_PREFIXES)}{random.randrange(10**8):08d}",
        address=f"{county}{faker.last_name()}家镇{random.choice(VILLAGES)}{random.randrange(1, 12)}组{random.randrange(1, 120)}号",
        occupation=random.choice(FARMING if farmer else OTHER),
        monthly_income=Decimal(random.randrange(28, 160) * 100),
        is_farmer=farmer,
    )


def account_number(random: Random) -> str:
    """A card number of the bank; its last two digits choose nothing special in the core banking sandbox."""
    return f"6217{random.randrange(10**10, 10**11)}{random.randrange(1, 90):02d}"
