"""What a model of a bank's app needs in Python: permissions, readings, writes, endpoints, a factory and tests."""

from collections.abc import Sequence

from . import edits, samples
from .edits import Import
from .facts import Facts, Field

Blocks = dict[str, str]


def constant(facts: Facts, verb: str) -> str:
    return f"{facts.snake.upper()}_{verb}"


def action(facts: Facts, verb: str) -> str:
    return f"{facts.app}.{facts.snake}_{verb}"


def permissions(facts: Facts, text: str) -> str:
    named = {"VIEW": f"查看{facts.zh}", "CREATE": f"登记{facts.zh}", "EDIT": f"修改{facts.zh}"}
    if constant(facts, "VIEW") in edits.names_in(text):
        return text
    lines = [f'{constant(facts, verb)} = "{action(facts, verb.lower())}"' for verb in named]
    pairs = ", ".join(f'{constant(facts, verb)}: "{zh}"' for verb, zh in named.items())
    body = "\n".join([text.rstrip("\n"), "", *lines, "", f"declare_actions(**{{{pairs}}})"]) + "\n"
    return edits.imported(body, [("backend.platform.permissions", "declare_actions")])


def seed(facts: Facts, text: str, maker: str) -> str:
    """The roles: whoever sees the app's records sees these, the maker writes them, the auditor reads."""
    views = {*edits.roles_with(text, f"{facts.app}.view"), maker, "auditor"}
    for role in sorted(views):
        verbs = ("view", "create", "edit") if role == maker else ("view",)
        text = edits.role_actions(text, role, [action(facts, verb) for verb in verbs])
    return text


def _choices(facts: Facts, field: Field) -> str:
    return f"{facts.model}.{field.choices}.choices"


def _serialized(facts: Facts, field: Field, *, optional: bool, output: bool = False) -> str:
    """The declaration of a field in a serializer."""
    options = [] if output or not optional else ["required=False"]
    if field.nullable:
        options.append("allow_null=True")
    made, first = "serializers.CharField", []
    if field.kind == "text" and not output:
        first = [f"max_length={field.length}"]
        if not field.required:
            options.append("allow_blank=True")
    elif field.kind == "choice":
        made, first = "serializers.ChoiceField", [f"choices={_choices(facts, field)}"]
    elif field.kind == "whole":
        made = "serializers.IntegerField"
        first = [] if output else ["min_value=0", "max_value=MAX_WHOLE"]
    elif field.kind == "money":
        made, first = "MoneyField", [] if output else ["allow_zero=True"]
    elif field.kind != "text":
        made = {
            "flag": "serializers.BooleanField",
            "day": "serializers.DateField",
            "rate": "RateField",
        }[field.kind]
    return f"    {field.name} = {made}({', '.join([*first, *options])})"


def _searched(facts: Facts) -> list[Field]:
    return [field for field in facts.fields if field.kind == "text"]


def _picked(facts: Facts) -> list[Field]:
    return [field for field in facts.fields if field.kind == "choice"]


def sorts(facts: Facts) -> list[str]:
    names = [field.name for field in facts.fields if field.kind in ("day", "money", "whole")]
    return [*names, *(["created_at"] if facts.has_created_at else [])]


def serializers(facts: Facts, text: str) -> str:
    filters = ["    q = serializers.CharField(required=False, max_length=60)"] if _searched(facts) else []
    filters += [
        _serialized(facts, field, optional=True).replace(", allow_null=True", "") for field in _picked(facts)
    ]
    row = [_serialized(facts, field, optional=False, output=True) for field in facts.fields]
    created = ["    created_at = serializers.DateTimeField()"] if facts.has_created_at else []
    blocks = {}
    if any(field.kind == "whole" for field in facts.fields):
        blocks["MAX_WHOLE"] = "MAX_WHOLE = 2**31 - 1"
    if filters:
        blocks[f"{facts.model}Filters"] = "\n".join(
            [f"class {facts.model}Filters(StrictSerializer):", *filters]
        )
    blocks[f"{facts.model}Row"] = "\n".join(
        [
            f"class {facts.model}Row(serializers.Serializer):",
            "    id = serializers.IntegerField()",
            *row,
            "    branch = BranchRef()",
            "    owner = NameField()",
            *created,
        ]
    )
    blocks[f"{facts.model}Detail"] = "\n".join(
        [
            f"class {facts.model}Detail({facts.model}Row):",
            '    version = serializers.IntegerField(help_text="Counts the edits; also the ETag")',
        ]
    )
    blocks[f"{facts.model}CreateInput"] = "\n".join(
        [
            f"class {facts.model}CreateInput(StrictSerializer):",
            *(_serialized(facts, field, optional=not field.required) for field in facts.fields),
        ]
    )
    blocks[f"{facts.model}EditInput"] = "\n".join(
        [
            f"class {facts.model}EditInput(StrictSerializer):",
            '    """What is left out stays."""',
            "",
            *(_serialized(facts, field, optional=True) for field in facts.fields),
        ]
    )
    api = "backend.platform.api.serializers"
    imports = [
        ("rest_framework", "serializers"),
        (api, "BranchRef"),
        (api, "NameField"),
        (api, "StrictSerializer"),
    ]
    kinds = {field.kind for field in facts.fields}
    imports += [
        (api, name) for kind, name in (("money", "MoneyField"), ("rate", "RateField")) if kind in kinds
    ]
    if _picked(facts):
        imports.append((f"tenants.{facts.app}.models", facts.model))
    return edits.appended(text, blocks, imports)


def selectors(facts: Facts, text: str) -> str:
    view, rows = constant(facts, "VIEW"), f"_{facts.plural}"
    given = [*(["q"] if _searched(facts) else []), *(field.name for field in _picked(facts))]
    searched = [f"        Q({field.name}__icontains=q)" for field in _searched(facts)]
    body = [f'    rows = scoped({rows}(), actor, permissions.{view}, owner="owner_id").order_by("-id")']
    if searched:
        body += ["    if q:", "        rows = rows.filter(", " |\n".join(searched), "        )"]
    for field in _picked(facts):
        body += [f"    if {field.name}:", f"        rows = rows.filter({field.name}={field.name})"]
    arguments = "".join(f', {name}: str = ""' for name in given)
    blocks = {
        f"{facts.snake}_list": "\n".join(
            [
                f"def {facts.snake}_list(*, actor: Actor{arguments}) -> QuerySet[{facts.model}]:",
                f'    """{facts.en_plural.capitalize()} in scope, the newest first{"; `q` is a part of a text" if searched else ""}."""',
                *body,
                "    return rows",
            ]
        ),
        f"{facts.snake}_get": f'''
def {facts.snake}_get(*, actor: Actor, pk: int) -> {facts.model}:
    """One {facts.en} in scope; 404 when there is none."""
    row: {facts.model} | None = (
        scoped({rows}(), actor, permissions.{view}, owner="owner_id").filter(pk=pk).first()
    )
    if row is None:
        raise NOT_FOUND.at()
    return row
''',
        f"{facts.snake}_shown": f'''
def {facts.snake}_shown(pk: int) -> {facts.model}:
    """The {facts.en} as its page shows it, for the answer to a command that was already allowed."""
    return {rows}().get(pk=pk)
''',
        rows: f"""
def {rows}() -> QuerySet[{facts.model}]:
    return {facts.model}.objects.select_related("branch", "owner")
""",
    }
    imports = [
        ("django.db.models", "QuerySet"),
        ("backend.platform.errors", "NOT_FOUND"),
        ("backend.platform.permissions", "Actor"),
        ("backend.platform.permissions", "scoped"),
        (".", "permissions"),
        (".models", facts.model),
    ]
    return edits.appended(text, blocks, [*imports, *([("django.db.models", "Q")] if searched else [])])


def services(facts: Facts, text: str) -> str:
    created = "        created_by=staff_id,\n" if facts.has_created_by else ""
    blocks = {
        f"{facts.snake}_create": f'''
@transaction.atomic
def {facts.snake}_create(*, actor: Actor, **values: Any) -> {facts.model}:
    """Write down a {facts.en} at the actor's branch; the actor owns it."""
    staff_id, branch_id = organisation.staff_and_branch(actor)
    row = {facts.model}.objects.create(
        **values,
        branch_id=branch_id,
        owner_id=staff_id,
{created}    )
    audit.record(actor, "{action(facts, "create")}", row, object_no=str(row.pk))
    return row
''',
        f"{facts.snake}_edit": f'''
@transaction.atomic
def {facts.snake}_edit(*, actor: Actor, pk: int, version: int, changes: Mapping[str, Any]) -> {facts.model}:
    """Change a {facts.en} in scope; each changed field is audited with its old and new value.

    Raises 404 out of scope, `platform.stale_edit` (412) when somebody changed it meanwhile.
    """
    in_scope = scoped({facts.model}.objects.all(), actor, permissions.{constant(facts, "EDIT")}, owner="owner_id")
    row: {facts.model} = edited(in_scope, pk, version)
    different = {{name: (getattr(row, name), new) for name, new in changes.items() if getattr(row, name) != new}}
    if not different:
        return row
    for name, (_, new) in different.items():
        setattr(row, name, new)
    row.version += 1
    row.save(update_fields=[*different, "version"])
    told = {{name: [str(old), str(new)] for name, (old, new) in different.items()}}
    audit.record(actor, "{action(facts, "edit")}", row, object_no=str(row.pk), changes=told)
    return row
''',
    }
    imports: list[Import] = [
        ("collections.abc", "Mapping"),
        ("typing", "Any"),
        ("django.db", "transaction"),
        ("backend.platform.edits", "edited"),
        ("backend.platform.permissions", "Actor"),
        ("backend.platform.permissions", "scoped"),
        ("backend.platform.records", "audit"),
        (".", "permissions"),
        (".models", facts.model),
    ]
    text = edits.appended(text, blocks, imports)
    line = "from tenants.organisation import selectors as organisation"
    return text if line in text else edits.inserted(text, f"{line}\n", before="from . ")


def views(facts: Facts, text: str) -> str:
    sortable = ", ".join(f'"{name}": "{name}"' for name in sorts(facts))
    filtered = bool(_searched(facts) or _picked(facts))
    blocks = {
        facts.classes: f'''
class {facts.classes}(Endpoint):
    tag = "{facts.app}"

    @query(
        action=permissions.{constant(facts, "VIEW")},
        summary="List {facts.en_plural}",
        zh="查询{facts.zh}",
        output=s.{facts.model}Row,
        paged=True,
        {f"filters=s.{facts.model}Filters," if filtered else ""}
        {f"sorts={{{sortable}}}," if sortable else ""}
    )
    def get(self, request: Any{", filters: dict[str, Any]" if filtered else ""}) -> QuerySet[{facts.model}]:
        return selectors.{facts.snake}_list(actor=request.actor{", **filters" if filtered else ""})

    @command(
        action=permissions.{constant(facts, "CREATE")},
        summary="Write down a {facts.en}",
        zh="登记{facts.zh}",
        input=s.{facts.model}CreateInput,
        output=s.{facts.model}Detail,
        status=201,
    )
    def post(self, request: Any, data: dict[str, Any]) -> {facts.model}:
        return selectors.{facts.snake}_shown(services.{facts.snake}_create(actor=request.actor, **data).pk)
''',
        f"{facts.model}One": f'''
class {facts.model}One(Endpoint):
    tag = "{facts.app}"

    @query(
        action=permissions.{constant(facts, "VIEW")},
        summary="Show a {facts.en}",
        zh="查看{facts.zh}",
        output=s.{facts.model}Detail,
    )
    def get(self, request: Any, pk: int) -> {facts.model}:
        return selectors.{facts.snake}_get(actor=request.actor, pk=pk)

    @command(
        action=permissions.{constant(facts, "EDIT")},
        summary="Edit a {facts.en}",
        zh="修改{facts.zh}",
        input=s.{facts.model}EditInput,
        output=s.{facts.model}Detail,
        if_match=True,
    )
    def patch(self, request: Any, pk: int, data: dict[str, Any], version: int) -> {facts.model}:
        services.{facts.snake}_edit(actor=request.actor, pk=pk, version=version, changes=data)
        return selectors.{facts.snake}_shown(pk)
''',
    }
    app, operations = f"tenants.{facts.app}", "backend.platform.api.operations"
    imports: list[Import] = [("typing", "Any"), ("django.db.models", "QuerySet")]
    imports += [(operations, name) for name in ("Endpoint", "command", "query")]
    imports += [(app, name) for name in ("permissions", "selectors", "services")]
    text = edits.appended(text, blocks, [*imports, (f"{app}.models", facts.model)])
    line = "from . import serializers as s\n"
    return text if line in text else edits.inserted(text, line, before="\n\nclass ")


def urls(facts: Facts, text: str) -> str:
    one, many = f"{facts.model}One", facts.classes
    paths = [
        f'path("{facts.path}", {many}.as_view())',
        f'path("{facts.path}/<int:pk>", {one}.as_view())',
    ]
    return edits.imported(edits.listed(text, "urlpatterns", paths), [(".views", many), (".views", one)])


def factory(facts: Facts, text: str) -> str:
    values = [f'"{field.name}": {samples.taken(field)}' for field in facts.fields]
    blocks = {
        f"{facts.snake}_values": "\n".join(
            [
                f"def {facts.snake}_values(**overrides: Any) -> dict[str, Any]:",
                f'    """What `make_{facts.snake}` gives to the service."""',
                f"    return {{{', '.join([*values, '**overrides'])}}}",
            ]
        ),
        f"make_{facts.snake}": "\n".join(
            [
                f"def make_{facts.snake}(actor: Actor, **overrides: Any) -> {facts.model}:",
                f'    """A {facts.en} at the actor\'s branch, owned by the actor."""',
                f"    return services.{facts.snake}_create(actor=actor, **{facts.snake}_values(**overrides))",
            ]
        ),
    }
    imports: Sequence[Import] = [
        ("typing", "Any"),
        ("backend.platform.permissions", "Actor"),
        (f"tenants.{facts.app}", "services"),
        (f"tenants.{facts.app}.models", facts.model),
    ]
    return edits.appended(
        text or f'"""Records of the app {facts.app}, made through its services."""\n', blocks, imports
    )


def records(facts: Facts, text: str) -> str:
    """The records that the permission matrix asks for, and the bodies that it sends."""
    made = f"{facts.app}.make_{facts.snake}(officer).pk"
    text = edits.keyed(text, "ids", {facts.path: made})
    text = edits.keyed(text, "bodies", {
        f"POST {facts.path}": f"{facts.app}.{facts.snake}_values()",
        f"PATCH {facts.path}/<int:pk>": f'{{"{facts.fields[0].name}": {samples.another(facts.fields[0])}}}',
    })  # fmt: skip
    return edits.imported(text, [("tests.factories", facts.app)])


def enum_names(facts: Facts, text: str) -> str:
    """The names of the choices in the API documents."""
    entries = {
        f"{facts.model}{field.camel[0].upper()}{field.camel[1:]}": f'"tenants.{facts.app}.models.{facts.model}.{field.choices}"'
        for field in _picked(facts)
    }
    return edits.keyed(text, "ENUM_NAME_OVERRIDES", entries) if entries else text


def tests(facts: Facts, maker: str) -> str:
    """The tests of the endpoints, a file of their own."""
    changed = facts.fields[0]
    wrong = [f'        ("{field.name}", {samples.refused(field)}),' for field in facts.fields]
    found = _searched(facts)
    search = f'''

def test_the_list_is_searched(api, actor_for):
    row = make_{facts.snake}(actor_for("{maker}"), {found[0].name}="独一无二")
    make_{facts.snake}(actor_for("{maker}"))
    assert [found["id"] for found in api("{maker}").get("{facts.path}", q="一无").json()["results"]] == [row.pk]
''' if found and found[0].length >= 4 else ""  # fmt: skip
    return f'''"""{facts.en_plural.capitalize()}: writing down, finding and editing them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.platform.records.models import AuditRecord
from tests.factories.{facts.app} import {facts.snake}_values, make_{facts.snake}


def errors_of(response) -> set[str]:
    assert response.status_code == 422, response.content
    return {{error["field"] for error in response.json()["errors"]}}


@pytest.fixture
def row(actor_for):
    return make_{facts.snake}(actor_for("{maker}"))


def test_a_{facts.snake}_is_written_down_and_shown(api):
    client = api("{maker}")
    answer = client.post("{facts.path}", {facts.snake}_values())
    assert answer.status_code == 201
    body = answer.json()
    assert {{name: body[name] for name in {facts.snake}_values()}} == {facts.snake}_values()
    assert client.get(f"{facts.path}/{{body['id']}}").json() == body
    assert [found["id"] for found in client.get("{facts.path}").json()["results"]] == [body["id"]]
    assert AuditRecord.objects.filter(action="{action(facts, "create")}", object_id=body["id"]).count() == 1


def test_an_edit_is_audited_and_a_stale_one_refused(api, row):
    client, path = api("{maker}"), f"{facts.path}/{{row.pk}}"
    etag = client.get(path).headers["ETag"]
    change = {{"{changed.name}": {samples.another(changed)}}}

    answer = client.patch(path, change, etag=etag)

    assert (answer.status_code, answer.json()["{changed.name}"]) == (200, {samples.another(changed)})
    assert list(AuditRecord.objects.get(action="{action(facts, "edit")}").changes) == ["{changed.name}"]
    assert client.patch(path, change, etag=etag).status_code == 412
    assert client.patch(path, change).status_code == 428


def test_who_may_not_write_is_refused(api, row):
    assert api("auditor").get(f"{facts.path}/{{row.pk}}").status_code == 200
    assert api("auditor").post("{facts.path}", {facts.snake}_values()).status_code == 403
    assert api("auditor").patch(f"{facts.path}/{{row.pk}}", {{}}, etag='"1"').status_code == 403


@pytest.mark.parametrize("who", ["{maker}2", "b002:{maker}"])
def test_another_person_and_another_bank_see_nothing(api, row, who):
    client, path = api(who), f"{facts.path}/{{row.pk}}"
    assert client.get(path).status_code == 404
    assert client.patch(path, {{}}, etag='"1"').status_code == 404
    assert client.get("{facts.path}").json()["count"] == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
{chr(10).join(wrong)}
        ("no_such_field", "x"),
    ],
)
def test_a_wrong_value_is_refused_at_its_field(api, row, field, value):
    client = api("{maker}")
    assert errors_of(client.post("{facts.path}", {{**{facts.snake}_values(), field: value}})) == {{field}}
    assert errors_of(client.patch(f"{facts.path}/{{row.pk}}", {{field: value}}, etag='"1"')) == {{field}}


def test_the_list_asks_as_often_for_many_rows(api, actor_for, row):
    client = api("{maker}")
    client.get("{facts.path}")
    with CaptureQueriesContext(connection) as few:
        client.get("{facts.path}")
    for _ in range(5):
        make_{facts.snake}(actor_for("{maker}"))
    with CaptureQueriesContext(connection) as many:
        client.get("{facts.path}")
    assert len(many) == len(few)
{search}'''
