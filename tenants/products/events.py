"""What the bank's products tell others."""

PUBLISHED = "products.published.v1"
"""Payload: product_id, code, edition, parent_code."""
