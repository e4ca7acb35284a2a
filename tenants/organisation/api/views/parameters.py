"""The parameters and the dictionaries on a bank's host."""

from backend.platform.api.parameter_face import ParameterFace, paths
from backend.platform.api.parameters import BankParameterInput
from backend.platform.parameters import LOCKED
from shared.reference.types import PROPOSE_ENTRY, PROPOSE_PARAMETER, VIEW_PARAMETERS
from tenants.organisation import selectors, services

urlpatterns = paths(
    ParameterFace(
        view=VIEW_PARAMETERS,
        propose_parameter=PROPOSE_PARAMETER,
        propose_entry=PROPOSE_ENTRY,
        summary="Propose the bank's own value of a parameter",
        zh="提出本行参数变更",
        value_input=BankParameterInput,
        value_errors=[LOCKED],
        parameters=selectors.parameter_list,
        parameter=selectors.parameter_page,
        dictionaries=selectors.dictionary_list,
        dictionary=selectors.dictionary,
        parameter_propose=services.bank_parameter_propose,
        entry_add_propose=services.bank_entry_add_propose,
        entry_end_propose=services.bank_entry_end_propose,
    )
)
