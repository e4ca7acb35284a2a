from .access import Authority, Post, PostHolding, Role
from .dates import BusinessDate
from .offices import Branch, Staff

__all__ = [
    "Authority",
    "Branch",
    "BusinessDate",
    "Post",
    "PostHolding",
    "Role",
    "Staff",
]
