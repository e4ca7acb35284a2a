"""The parameters and the dictionaries on a bank's host."""

from typing import Any

from backend.platform.api import parameters as s
from backend.platform.api.changes import ChangeDetailSerializer
from backend.platform.api.operations import Endpoint, command, query
from backend.platform.dictionaries import DICTIONARY_FIXED, ENTRY_CODE, ENTRY_ENDED, ENTRY_EXISTS
from backend.platform.parameters import (
    IN_THE_PAST,
    LOCKED,
    NOT_A_CHOICE,
    NOT_OF_KIND,
    OUT_OF_BOUNDS,
)
from backend.platform.permissions import SIGNED_IN
from backend.platform.records.changes import ALREADY_PENDING, NOTHING_CHANGES
from shared.reference.types import PROPOSE_ENTRY, PROPOSE_PARAMETER, VIEW_PARAMETERS
from tenants.organisation import selectors, services

PROPOSING = [ALREADY_PENDING, NOTHING_CHANGES, IN_THE_PAST]


class Parameters(Endpoint):
    tag = "parameters"

    @query(
        action=VIEW_PARAMETERS,
        summary="List the parameters",
        zh="参数列表",
        output=s.ParameterRow,
        paged=True,
    )
    def get(self, request: Any) -> Any:
        return selectors.parameter_list()


class ParameterOne(Endpoint):
    tag = "parameters"

    @query(
        action=VIEW_PARAMETERS,
        summary="A parameter with its versions",
        zh="参数详情与历次取值",
        output=s.ParameterDetail,
    )
    def get(self, request: Any, code: str) -> Any:
        return selectors.parameter_page(actor=request.actor, code=code)


class ParameterChanges(Endpoint):
    tag = "parameters"

    @command(
        action=PROPOSE_PARAMETER,
        summary="Propose the bank's own value of a parameter",
        zh="提出本行参数变更",
        input=s.BankParameterInput,
        output=ChangeDetailSerializer,
        status=201,
        errors=[*PROPOSING, LOCKED, NOT_OF_KIND, NOT_A_CHOICE, OUT_OF_BOUNDS],
    )
    def post(self, request: Any, code: str, data: dict[str, Any]) -> Any:
        return services.bank_parameter_propose(actor=request.actor, code=code, **data)


class Dictionaries(Endpoint):
    tag = "dictionaries"

    @query(
        action=SIGNED_IN, summary="List the dictionaries", zh="字典列表", output=s.DictionaryRow, many=True
    )
    def get(self, request: Any) -> Any:
        return selectors.dictionary_list()


class DictionaryOne(Endpoint):
    tag = "dictionaries"

    @query(
        action=SIGNED_IN,
        summary="A dictionary with its entries",
        zh="字典及字典项",
        output=s.DictionaryDetail,
    )
    def get(self, request: Any, code: str) -> Any:
        found = selectors.dictionary(code)
        return s.cached_answer(request, s.DictionaryDetail(found).data)


class DictionaryEntries(Endpoint):
    tag = "dictionaries"

    @command(
        action=PROPOSE_ENTRY,
        summary="Propose a new entry of a dictionary",
        zh="提出新增字典项",
        input=s.DictionaryEntryInput,
        output=ChangeDetailSerializer,
        status=201,
        errors=[*PROPOSING, DICTIONARY_FIXED, ENTRY_CODE, ENTRY_EXISTS],
    )
    def post(self, request: Any, code: str, data: dict[str, Any]) -> Any:
        return services.bank_entry_add_propose(actor=request.actor, dictionary=code, **data)


class DictionaryEntryEnd(Endpoint):
    tag = "dictionaries"

    @command(
        action=PROPOSE_ENTRY,
        summary="Propose the end of an entry",
        zh="提出停用字典项",
        input=s.DictionaryEntryEndInput,
        output=ChangeDetailSerializer,
        status=201,
        errors=[*PROPOSING, ENTRY_ENDED],
    )
    def post(self, request: Any, code: str, data: dict[str, Any]) -> Any:
        return services.bank_entry_end_propose(actor=request.actor, dictionary=code, **data)
