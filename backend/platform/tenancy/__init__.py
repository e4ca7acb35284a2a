"""The only place that knows which Postgres schema belongs to which legal entity.

Callers use `in_entity`, `current_entity` and `Entity`; nothing else in the project names a schema,
calls django-tenants' switches or opens a connection of its own.
"""

from .entity import PROVINCE, Entity, EntitySwitchError, current_entity, in_entity, require_bank

__all__ = ["PROVINCE", "Entity", "EntitySwitchError", "current_entity", "in_entity", "require_bank"]
