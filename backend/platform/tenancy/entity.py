"""The schema switch.

django-tenants' own context managers keep the previous tenant in state shared by threads, so two
threads can come back in each other's bank. Here the previous tenant is a local variable, every call
makes a fresh object, and both aliases move together (`replica.follow`).
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connections

from .connections import tenant_connection

BANK_CODE = re.compile(r"b\d{3}\Z")
PUBLIC_SCHEMA = "public"


class EntitySwitchError(RuntimeError):
    """The schema may not be switched here, or code that needs a bank runs outside one."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A legal entity by its code: `province`, or a bank such as `b001`.

    The schema's name is derived from the code and from nothing else, so no input can name a schema.
    """

    code: str
    domain_url: str | None = None

    def __post_init__(self) -> None:
        if self.code != "province" and not BANK_CODE.match(self.code):
            raise EntitySwitchError(f"not the code of a legal entity: {self.code!r}")

    @property
    def is_bank(self) -> bool:
        return self.code != "province"

    @property
    def schema_name(self) -> str:
        return self.code if self.is_bank else PUBLIC_SCHEMA


PROVINCE = Entity("province")


def current_entity() -> Entity:
    """The entity whose schema the default connection of this thread uses."""
    schema = tenant_connection().schema_name
    return PROVINCE if schema == PUBLIC_SCHEMA else Entity(schema)


def require_bank() -> Entity:
    """The current bank; refused in the public schema, where a bank's tables do not exist."""
    entity = current_entity()
    if not entity.is_bank:
        raise EntitySwitchError("this needs a bank, and the connection is in the public schema")
    return entity


def open_business_transaction() -> bool:
    """Whether a transaction is open that business code opened (a test's own wrapper doesn't count)."""
    blocks = connections["default"].atomic_blocks
    return any(not getattr(block, "_from_testcase", False) for block in blocks)


@contextmanager
def in_entity(entity: Entity | str) -> Iterator[Entity]:
    """Run the body in the entity's schema, on `default` and `replica`, and come back afterwards.

    Raises EntitySwitchError inside another entity's open transaction: no transaction ever spans two
    banks, and a switch there would write half of it into the wrong one.
    """
    target = entity if isinstance(entity, Entity) else Entity(entity)
    connection = tenant_connection()
    before = connection.tenant
    if connection.schema_name != target.schema_name and open_business_transaction():
        raise EntitySwitchError(
            f"cannot enter {target.code} inside an open transaction of {connection.schema_name}"
        )
    connection.set_tenant(target)
    try:
        yield target
    finally:
        connection.set_tenant(before)
