"""A model field whose text is encrypted in its column."""

from typing import Any

from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models

from backend.platform.tenancy import PROVINCE, current_entity

from .sealing import seal, unseal


def owner_of(model: type[models.Model]) -> str:
    """The code of the entity whose keys protect the model's rows: whose schema holds its table.

    A row of the province may be written while a bank is served, and is read by others.
    """
    config = model._meta.app_config
    return current_entity().code if config and config.name in settings.TENANT_APPS else PROVINCE.code


class EncryptedText(models.BinaryField):
    """A text that is encrypted at rest. The model must have a `row_uuid` set before the first save.

    Reading the attribute gives the text. It cannot be filtered by: search by the field's keyed hash.
    """

    _pyi_private_set_type: str | None  # what the type checker takes the attribute for
    _pyi_private_get_type: str  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "backend.platform.crypto.EncryptedText", args, kwargs

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _Sealed(self))

    def pre_save(self, model_instance: Any, add: bool) -> bytes | None:
        plain = getattr(model_instance, self.attname)
        if plain is None:
            return None
        return seal(plain, **self.place_of(model_instance))

    def place_of(self, instance: Any) -> dict[str, Any]:
        """What the value of this row is bound to."""
        return {
            "entity": owner_of(type(instance)),
            "table": instance._meta.db_table,
            "column": str(self.column),
            "row_uuid": instance.row_uuid,
        }

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted: search by its keyed hash")
        return super().get_lookup(lookup_name)


class _Sealed:
    """Decrypts at the first reading of the attribute, so that a list which doesn't show it doesn't pay."""

    def __init__(self, field: EncryptedText) -> None:
        self.field = field

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        if name not in instance.__dict__:
            instance.refresh_from_db(fields=[name])
        value = instance.__dict__[name]
        if isinstance(value, bytes | memoryview):
            value = instance.__dict__[name] = unseal(bytes(value), **self.field.place_of(instance))
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value
