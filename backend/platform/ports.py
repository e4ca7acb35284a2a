"""Questions that a lower floor asks and a higher one answers.

A port is declared where the question is asked and provided in the `AppConfig.ready()` of the app that
knows the answer. A port that nobody provided fails at start-up (`check_ports`), not at night.
"""

from collections.abc import Callable
from typing import Any, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
_ALL: dict[str, "Port[Any, Any]"] = {}


class Port(Generic[P, R]):
    """A typed question with exactly one provider."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._provider: Callable[P, R] | None = None
        _ALL[name] = self

    def provide(self, provider: Callable[P, R]) -> Callable[P, R]:
        if self._provider not in (None, provider):
            raise RuntimeError(f"port {self.name} is provided twice")
        self._provider = provider
        return provider

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        if self._provider is None:
            raise RuntimeError(f"nobody provides the port {self.name}")
        return self._provider(*args, **kwargs)


def unprovided() -> list[str]:
    """The names of the ports that nobody answers."""
    return sorted(name for name, port in _ALL.items() if port._provider is None)


bank_actor: "Port[..., Any]" = Port("platform.bank_actor")
"""(account, ip) -> Actor of a bank's staff member; provided by organisation."""

province_actor: "Port[..., Any]" = Port("platform.province_actor")
"""(account, ip) -> Actor of a province user; provided by identity."""

bank_parameter: "Port[[str], Any]" = Port("platform.bank_parameter")
"""(code) -> the typed value in force at the current bank; provided by organisation."""

province_parameter: "Port[[str], Any]" = Port("platform.province_parameter")
"""(code) -> the typed value that the province gives; provided by reference."""

bank_dictionary: "Port[[str], dict[str, tuple[str, str]]]" = Port("platform.bank_dictionary")
"""(dictionary) -> the Chinese and English names of its entries by code; provided by organisation."""

province_dictionary: "Port[[str], dict[str, tuple[str, str]]]" = Port("platform.province_dictionary")
"""(dictionary) -> the same as the province keeps them; provided by reference."""

entity_name: "Port[[str], str]" = Port("platform.entity_name")
"""(entity's code) -> what the entity is called; provided by entities."""

accounts_of_same_persons: "Port[..., set[int]]" = Port("platform.accounts_of_same_persons")
"""(account ids) -> the ids of all accounts of the natural persons behind them, the given ones included;
provided by identity."""

published_heads: "Port[[], dict[int, str]]" = Port("platform.published_heads")
"""() -> the heads of the current entity's audit chain that the province keeps; provided by operations."""

dictionary_words: "Port[[str], dict[str, str]]" = Port("platform.dictionary_words")
"""(code of a dictionary) -> the Chinese names of its entries by code, the ended ones too, as the current entity
knows them; provided by organisation."""
