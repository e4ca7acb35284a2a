"""What the bank's products tell others."""

from backend.platform.records.event_kinds import declare_event

PUBLISHED = declare_event(
    "products.published.v1",
    zh="二级产品发布",
    en="A product of the bank was published",
    payload={"product_id": "integer", "code": "string", "edition": "integer", "parent_code": "string"},
)
