from backend.platform.errors import declare

UNKNOWN = declare("products.unknown", 422, zh="没有这个产品", en="No such product")
NOT_ON_SALE = declare(
    "products.not_on_sale", 409, zh="产品 {code} 不在售", en="Product {code} is not on sale"
)
PARENT_NARROWED = declare(
    "products.parent_narrowed",
    409,
    zh="一级产品 {parent_code} 的新版收窄了范围,产品 {code} 须先调整",
    en="A new edition of level-1 product {parent_code} is narrower: product {code} must be adapted first",
)
DRAFT_EXISTS = declare(
    "products.draft_exists",
    409,
    zh="产品 {code} 已有草稿,请先发布",
    en="Product {code} has a draft: publish it first",
)
PARENT_DIFFERS = declare(
    "products.parent_differs",
    422,
    zh="产品 {code} 属于一级产品 {parent_code}",
    en="Product {code} belongs to level-1 product {parent_code}",
)
OUTSIDE_PARENT = declare(
    "products.outside_parent",
    422,
    zh="超出一级产品的范围({low} – {high})",
    en="Outside the level-1 product's range ({low} – {high})",
)
NOT_IN_PARENT = declare(
    "products.not_in_parent",
    422,
    zh="一级产品不含此项(可选 {allowed})",
    en="The level-1 product allows {allowed} only",
)
RANGE_REVERSED = declare(
    "products.range_reversed",
    422,
    zh="上限不能小于下限 {low}",
    en="The upper bound lies below the lower bound {low}",
)
DAY_COUNT_NOT_ALLOWED = declare(
    "products.day_count_not_allowed",
    422,
    zh="该还款方式只能用 {allowed}",
    en="This method is counted by {allowed} only",
)
METHOD_NOT_OFFERED = declare(
    "products.method_not_offered", 422, zh="产品不含此还款方式", en="The product does not offer this method"
)
OUTSIDE_TERMS = declare(
    "products.outside_terms", 422, zh="须在产品范围内({low} – {high})", en="The product allows {low} – {high}"
)
NOT_OFFERED = declare(
    "products.not_offered", 422, zh="产品不含此项(可选 {allowed})", en="The product offers {allowed} only"
)
