"""The parameters and the dictionaries on the province's host."""

from backend.platform.api.parameter_face import ParameterFace, paths
from backend.platform.api.parameters import ProvinceParameterInput
from backend.platform.parameters import BOUNDS_REVERSED, BOUNDS_WITHOUT_ORDER
from shared.reference import selectors, services
from shared.reference.types import PROPOSE_ENTRY, PROPOSE_PARAMETER, VIEW_PARAMETERS

urlpatterns = paths(
    ParameterFace(
        view=VIEW_PARAMETERS,
        propose_parameter=PROPOSE_PARAMETER,
        propose_entry=PROPOSE_ENTRY,
        summary="Propose the province's value and bounds of a parameter",
        zh="提出省级参数变更",
        value_input=ProvinceParameterInput,
        value_errors=[BOUNDS_WITHOUT_ORDER, BOUNDS_REVERSED],
        parameters=selectors.province_parameter_list,
        parameter=selectors.province_parameter_page,
        dictionaries=selectors.province_dictionaries,
        dictionary=selectors.province_dictionary,
        parameter_propose=services.province_parameter_propose,
        entry_add_propose=services.province_entry_add_propose,
        entry_end_propose=services.province_entry_end_propose,
    )
)
