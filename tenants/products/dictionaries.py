"""The code lists of the products: fixed, since the code computes by them."""

from backend.platform.dictionaries import declare_fixed
from shared.catalog.types import GuaranteeMode, Method

declare_fixed(
    "products.method",
    Method,
    zh="还款方式",
    en="Repayment methods",
    names_en=["Level instalments", "Level principal", "Interest first", "Single payment"],
)
declare_fixed(
    "products.guarantee_mode",
    GuaranteeMode,
    zh="担保方式",
    en="Guarantee modes",
    names_en=["Unsecured", "Guarantor", "Mortgage", "Pledge", "Combined"],
)
