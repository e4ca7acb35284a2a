"""Parameters and dictionaries as both faces serve them; each says where its values stand and who proposes them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, path

from backend.platform.dictionaries import DICTIONARY_FIXED, ENTRY_CODE, ENTRY_ENDED, ENTRY_EXISTS
from backend.platform.errors import ErrorKind
from backend.platform.parameters import IN_THE_PAST, NOT_A_CHOICE, NOT_OF_KIND, OUT_OF_BOUNDS
from backend.platform.permissions import SIGNED_IN
from backend.platform.records.changes import ALREADY_PENDING, NOTHING_CHANGES

from . import parameters as s
from .changes import ChangeDetailSerializer
from .operations import Endpoint, command, query

PROPOSING = [ALREADY_PENDING, NOTHING_CHANGES, IN_THE_PAST]


@dataclass(frozen=True)
class ParameterFace:
    """What differs between the faces. The functions are selectors and services, called by keyword."""

    view: str
    propose_parameter: str
    propose_entry: str
    summary: str
    zh: str
    """What proposing a value is called."""
    value_input: type[s.BankParameterInput]
    value_errors: Sequence[ErrorKind]
    """Beyond those that any value may be refused with."""
    parameters: Callable[[], Any]
    parameter: Callable[..., Any]
    dictionaries: Callable[[], Any]
    dictionary: Callable[[str], Any]
    parameter_propose: Callable[..., Any]
    entry_add_propose: Callable[..., Any]
    entry_end_propose: Callable[..., Any]


def paths(face: ParameterFace) -> list[URLPattern]:
    """The url patterns of a face."""

    class Parameters(Endpoint):
        tag = "parameters"

        @query(
            action=face.view, summary="List the parameters", zh="参数列表", output=s.ParameterRow, paged=True
        )
        def get(self, request: Any) -> Any:
            return face.parameters()

    class ParameterOne(Endpoint):
        tag = "parameters"

        @query(
            action=face.view,
            summary="A parameter with its versions",
            zh="参数详情与历次取值",
            output=s.ParameterDetail,
        )
        def get(self, request: Any, code: str) -> Any:
            return face.parameter(actor=request.actor, code=code)

    class ParameterChanges(Endpoint):
        tag = "parameters"

        @command(
            action=face.propose_parameter,
            summary=face.summary,
            zh=face.zh,
            input=face.value_input,
            output=ChangeDetailSerializer,
            status=201,
            errors=[*PROPOSING, NOT_OF_KIND, NOT_A_CHOICE, OUT_OF_BOUNDS, *face.value_errors],
        )
        def post(self, request: Any, code: str, data: dict[str, Any]) -> Any:
            return face.parameter_propose(actor=request.actor, code=code, **data)

    class Dictionaries(Endpoint):
        tag = "dictionaries"

        @query(
            action=SIGNED_IN,
            summary="List the dictionaries",
            zh="字典列表",
            output=s.DictionaryRow,
            many=True,
        )
        def get(self, request: Any) -> Any:
            return face.dictionaries()

    class DictionaryOne(Endpoint):
        tag = "dictionaries"

        @query(
            action=SIGNED_IN,
            summary="A dictionary with its entries",
            zh="字典及字典项",
            output=s.DictionaryDetail,
            conditional=True,
            kept_by_browser=True,
        )
        def get(self, request: Any, code: str) -> Any:
            return face.dictionary(code)

    class DictionaryEntries(Endpoint):
        tag = "dictionaries"

        @command(
            action=face.propose_entry,
            summary="Propose a new entry of a dictionary",
            zh="提出新增字典项",
            input=s.DictionaryEntryInput,
            output=ChangeDetailSerializer,
            status=201,
            errors=[*PROPOSING, DICTIONARY_FIXED, ENTRY_CODE, ENTRY_EXISTS],
        )
        def post(self, request: Any, code: str, data: dict[str, Any]) -> Any:
            return face.entry_add_propose(actor=request.actor, dictionary=code, **data)

    class DictionaryEntryEnd(Endpoint):
        tag = "dictionaries"

        @command(
            action=face.propose_entry,
            summary="Propose the end of an entry",
            zh="提出停用字典项",
            input=s.DictionaryEntryEndInput,
            output=ChangeDetailSerializer,
            status=201,
            errors=[*PROPOSING, ENTRY_ENDED],
        )
        def post(self, request: Any, code: str, data: dict[str, Any]) -> Any:
            return face.entry_end_propose(actor=request.actor, dictionary=code, **data)

    return [
        path("parameters", Parameters.as_view()),
        path("parameters/<str:code>", ParameterOne.as_view()),
        path("parameters/<str:code>/changes", ParameterChanges.as_view()),
        path("dictionaries", Dictionaries.as_view()),
        path("dictionaries/<str:code>", DictionaryOne.as_view()),
        path("dictionaries/<str:code>/entries", DictionaryEntries.as_view()),
        path("dictionaries/<str:code>/end", DictionaryEntryEnd.as_view()),
    ]
