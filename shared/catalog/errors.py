from backend.platform.errors import declare

DRAFT_EXISTS = declare(
    "catalog.draft_exists",
    409,
    zh="产品 {code} 已有草稿,请先发布",
    en="Product {code} has a draft: publish it first",
)
RANGE_REVERSED = declare(
    "catalog.range_reversed",
    422,
    zh="上限不能小于下限 {low}",
    en="The upper bound lies below the lower bound {low}",
)
UNKNOWN = declare(
    "catalog.unknown", 422, zh="没有在售的一级产品 {code}", en="No level-1 product {code} is on sale"
)
