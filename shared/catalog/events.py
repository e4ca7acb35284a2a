"""What the catalogue tells others."""

PUBLISHED = "catalog.level_one_published.v1"
"""Payload: product_id, code, edition."""
