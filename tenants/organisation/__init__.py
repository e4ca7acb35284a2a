"""Branches, staff, posts, roles, authority of one bank, and the bank's business date."""
