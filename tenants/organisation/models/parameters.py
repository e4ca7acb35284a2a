"""What the bank sets for itself, within the province's bounds."""

from backend.platform.dated import DatedValue, DictionaryLine


class BankParameter(DatedValue):
    """The bank's own value from a date on; a null value gives it up for the province's."""

    class Meta(DatedValue.Meta):
        verbose_name = "本行参数"


class BankDictionaryEntry(DictionaryLine):
    """An entry that the bank added to a list which the province leaves open."""

    class Meta(DictionaryLine.Meta):
        verbose_name = "本行字典项"
