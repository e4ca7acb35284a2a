"""What the catalogue tells others."""

from backend.platform.records.event_kinds import declare_event

PUBLISHED = declare_event(
    "catalog.level_one_published.v1",
    zh="一级产品发布",
    en="A product of the province was published",
    payload={"product_id": "integer", "code": "string", "edition": "integer"},
)
