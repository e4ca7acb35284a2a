"""The province's code lists."""

from backend.platform.dated import DictionaryLine


class DictionaryEntry(DictionaryLine):
    """An entry that every bank has."""

    class Meta(DictionaryLine.Meta):
        verbose_name = "字典项"
