"""What a model says about itself, as the generator needs it, and what it must say first."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import CommandError
from django.db import models

OWN = ("id", "branch", "owner", "version", "created_at", "created_by")
MODULES = ("models", "permissions", "selectors", "services", "api/serializers", "api/views", "api/urls")
CHINESE = re.compile("[\u4e00-\u9fff]")
LONG = 200


@dataclass(frozen=True)
class Field:
    """A field that people fill in. `kind`: text, choice, flag, day, whole, money, rate."""

    name: str
    zh: str
    kind: str
    required: bool
    nullable: bool = False
    length: int = 0
    choices: str = ""
    """The name of the class of choices inside the model."""
    codes: tuple[tuple[str, str], ...] = ()

    @property
    def en(self) -> str:
        return self.name.replace("_", " ").capitalize()

    @property
    def camel(self) -> str:
        return camel(self.name)


@dataclass(frozen=True)
class Facts:
    """A model of a bank's app."""

    app: str
    model: str
    zh: str
    fields: tuple[Field, ...]
    has_created_at: bool
    has_created_by: bool

    @property
    def snake(self) -> str:
        return re.sub(r"(?<!^)(?=[A-Z])", "_", self.model).lower()

    @property
    def plural(self) -> str:
        """`contact_notes`, of ContactNote."""
        return re.sub(r"([^aeiou])y$", r"\1ie", self.snake) + "s"

    @property
    def path(self) -> str:
        return self.plural.replace("_", "-")

    @property
    def camel(self) -> str:
        return camel(self.plural)

    @property
    def one(self) -> str:
        return camel(self.snake)

    @property
    def classes(self) -> str:
        """`ContactNotes`, the endpoint of the list."""
        return self.camel[0].upper() + self.camel[1:]

    @property
    def en(self) -> str:
        return self.snake.replace("_", " ")

    @property
    def en_plural(self) -> str:
        return self.plural.replace("_", " ")

    def dictionary(self, field: Field) -> str:
        """The name of a choice's labels in the console."""
        return camel(f"{self.snake}_{field.name}")


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def read(label: str, root: Path) -> Facts:
    """The facts of `app.Model`. Raises CommandError with everything that the model lacks."""
    app, _, name = label.partition(".")
    config = apps.app_configs.get(app)
    if config is None:
        raise CommandError(f"There is no app {app!r}.")
    if not config.name.startswith("tenants."):
        raise CommandError(f"{app!r} is an app of the province: only a bank's rows have branches and owners.")
    if not re.fullmatch(r"([A-Z][a-z0-9]+)+", name):
        raise CommandError(f"{name!r} is no name of a model: write it as in `customers.ContactNote`.")
    model = config.models.get(name.lower())
    if model is None or model.__name__ != name:
        raise CommandError(f"App {app!r} has no model {name!r}: write the class in its models.py first.")
    folder = root / "tenants" / app
    packages = [part for part in MODULES if not (folder / f"{part}.py").exists()]
    if packages:
        raise CommandError(
            f"The generator appends to modules, and these of {app!r} are packages or missing: {packages}."
        )
    faults = list(_faults(model))
    fields = [] if faults else [_field(model, field, faults) for field in _own_fields(model)]
    if not faults and not fields:
        faults.append("it has no fields that people fill in")
    if faults:
        raise CommandError(f"{label} cannot be generated from:\n" + "\n".join(f"- {f}" for f in faults))
    names = {field.name for field in model._meta.get_fields()}
    return Facts(
        app=app,
        model=name,
        zh=str(model._meta.verbose_name),
        fields=tuple(field for field in fields if field is not None),
        has_created_at="created_at" in names,
        has_created_by="created_by" in names,
    )


def _own_fields(model: Any) -> list[Any]:
    return [field for field in model._meta.concrete_fields if field.name not in OWN]


def _faults(model: Any) -> list[str]:
    found = []
    if not CHINESE.search(str(model._meta.verbose_name)):
        found.append("class Meta has no Chinese verbose_name")
    if not (model.__doc__ or "").strip() or (model.__doc__ or "").startswith(f"{model.__name__}("):
        found.append("the class has no docstring")
    fields = {field.name: field for field in model._meta.concrete_fields}
    for name, target in (("branch", "organisation.Branch"), ("owner", "organisation.Staff")):
        related = getattr(fields.get(name), "related_model", None)
        if related is None or related._meta.label != target:
            found.append(f'no field {name}: models.ForeignKey("{target}", models.PROTECT, …)')
    if not isinstance(fields.get("version"), models.PositiveIntegerField):
        found.append('no field version: models.PositiveIntegerField("修改版本", default=1)')
    found += [f"field {f.name} has no Chinese name" for f in _own_fields(model) if not _named(f)]
    return found


def _named(field: Any) -> bool:
    return bool(CHINESE.search(str(field.verbose_name)))


def _field(model: Any, field: Any, faults: list[str]) -> Field | None:
    """The facts of a field; None, and a fault, for one that only a person can decide about."""
    kind = _kind(field)
    if kind is None or field.unique:
        why = "unique, so it wants a refusal of its own" if kind else f"a {type(field).__name__}"
        faults.append(f"field {field.name} is {why}: add it by hand afterwards")
        return None
    choices = ""
    if kind == "choice":
        holders = [n for n, v in vars(model).items() if getattr(v, "choices", None) == field.choices]
        if not holders:
            faults.append(f"the choices of {field.name} are no TextChoices class inside the model")
            return None
        choices = holders[0]
    return Field(
        name=field.name,
        zh=str(field.verbose_name),
        kind=kind,
        required=not (field.blank or field.null or field.has_default()),
        nullable=field.null,
        length=field.max_length or 2000,
        choices=choices,
        codes=tuple((str(code), str(text)) for code, text in field.choices or ()),
    )


def _kind(field: Any) -> str | None:
    if type(field) in (models.CharField, models.TextField):
        return "choice" if field.choices else "text"
    if isinstance(field, models.DecimalField):
        shape = (field.max_digits, field.decimal_places)
        return {(18, 2): "money", (9, 6): "rate"}.get(shape)
    plain: dict[type, str] = {
        models.BooleanField: "flag",
        models.DateField: "day",
        models.IntegerField: "whole",
        models.PositiveIntegerField: "whole",
        models.PositiveSmallIntegerField: "whole",
    }
    return plain.get(type(field))
