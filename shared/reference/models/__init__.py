from .dictionaries import DictionaryEntry
from .parameters import ProvinceParameter
from .rates import Holiday, LprConfirmation, LprQuote
from .subjects import AccountSubject

__all__ = [
    "AccountSubject",
    "DictionaryEntry",
    "Holiday",
    "LprConfirmation",
    "LprQuote",
    "ProvinceParameter",
]
