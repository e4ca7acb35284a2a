from .dictionaries import DictionaryEntry
from .parameters import ProvinceParameter
from .rates import AccountSubject, Holiday, LprConfirmation, LprQuote

__all__ = [
    "AccountSubject",
    "DictionaryEntry",
    "Holiday",
    "LprConfirmation",
    "LprQuote",
    "ProvinceParameter",
]
