"""What a model needs in the console: list, page and form, their route, menu entry, types and words."""

from .edits import inserted
from .facts import LONG, Facts, Field
from .python import action, sorts


def feature(facts: Facts) -> str:
    """The file of the pages."""
    used = {
        "Can",
        "DataTable",
        "DetailPage",
        "Facts",
        "FieldGrid",
        "FormDrawer",
        "Panel",
        "cleaned",
        "useGetTagged",
    }
    fields = [_input(facts, field, used) for field in facts.fields]
    columns = [_column(facts, field, used) for field in facts.fields]
    items = [_item(facts, field, used) for field in facts.fields]
    picked = [field for field in facts.fields if field.kind == "choice"]
    domain = [*(["formatMinute"] if facts.has_created_at else []), *(["optionsOf"] if picked else [])]
    imports = f"import {{ {', '.join(domain)} }} from '@credit/domain';\n" if domain else ""
    filters = [
        f"          {{ name: '{field.name}', label: f.{field.camel}, kind: 'select',"
        f" options: optionsOf('{facts.dictionary(field)}', locale) }},"
        for field in picked
    ]
    if picked:
        used.add("useLocale")
    locale = "  const { locale } = useLocale();\n" if picked else ""
    searched = any(field.kind == "text" for field in facts.fields)
    created = (
        "    { key: 'created_at', title: t.f.createdAt, sortable: true, render: (row) => formatMinute(row.created_at) },\n"
        if facts.has_created_at
        else ""
    )
    shown = (
        "                { label: t.f.createdAt, value: formatMinute(data.created_at) },\n"
        if facts.has_created_at
        else ""
    )
    kit = ",\n".join(f"  {name}" for name in sorted(used, key=lambda name: (name[0].islower(), name)))
    initial = ", ".join(
        f"{field.name}: row.{field.name}{' ?? undefined' if field.nullable else ''}" for field in facts.fields
    )
    key, one, row, detail = facts.camel, facts.one, f"{facts.model}Row", f"{facts.model}Detail"
    new_line = "\n"
    return f"""import {{ useState }} from 'react';
import {{ Button }} from 'antd';
import {{ useNavigate }} from '@tanstack/react-router';
import type {{ {detail}, {row}, Tagged }} from '@credit/api';
{imports}import {{
{kit},
  type Column,
}} from '@credit/ui';
import {{ ACTIONS }} from '../../app/actions';
import {{ useText }} from '../../text';
import {{ ListPage }} from '../shared/ListPage';
import {{ useParam }} from '../shared/params';
import {{ useNew }} from '../shared/useNew';

export function {facts.model}List() {{
  const t = useText();
  const f = t.{key}.fields;
{locale}  const navigate = useNavigate();
  const [creating, setCreating] = useNew();
  const columns: Column<{row}>[] = [
{new_line.join(columns)}
    {{ key: 'owner', title: t.f.owner, render: (row) => row.owner.name }},
    {{ key: 'branch', title: t.f.branch, render: (row) => row.branch.name }},
{created}  ];
  return (
    <ListPage title={{t.{key}.title}}>
      <DataTable<{row}>
        resource="/{facts.path}"
        label={{t.{key}.title}}
        rowKey="id"
        columns={{columns}}
{f"        searchHint={{t.{key}.searchHint}}{new_line}" if searched else ""}{f"        filters={{[{new_line}{new_line.join(filters)}{new_line}        ]}}{new_line}" if filters else ""}        toolbar={{
          <Can action={{ACTIONS.{one}Create}}>
            <Button type="primary" onClick={{() => setCreating(true)}}>
              {{t.{key}.create}}
            </Button>
          </Can>
        }}
        openPath={{(row) => `/{facts.path}/${{row.id}}`}}
      />
      <FormDrawer<{detail}>
        open={{creating}}
        onClose={{() => setCreating(false)}}
        title={{t.{key}.create}}
        name="{facts.snake.replace("_", "-")}-create"
        doneMessage={{t.{key}.created}}
        send={{(command, values) => command.post('/{facts.path}', cleaned(values))}}
        onDone={{(made) => void navigate({{ to: `/{facts.path}/${{made.id}}` }} as never)}}
      >
        <{facts.model}Fields />
      </FormDrawer>
    </ListPage>
  );
}}

function {facts.model}Fields() {{
  const f = useText().{key}.fields;
{locale}  return (
    <FieldGrid>
{new_line.join(fields)}
    </FieldGrid>
  );
}}

export function {facts.model}Page() {{
  const t = useText();
  const f = t.{key}.fields;
  const id = useParam();
  const query = useGetTagged<{detail}>(`/{facts.path}/${{id}}`);
  const [editing, setEditing] = useState(false);
  return (
    <>
      <DetailPage<Tagged<{detail}>>
        query={{query}}
        crumbs={{[{{ title: t.menu.home, to: '/' }}, {{ title: t.{key}.title, to: '/{facts.path}' }}]}}
        title={{({{ data }}) => `${{t.{key}.title}} ${{data.id}}`}}
        actions={{() => (
          <Can action={{ACTIONS.{one}Edit}}>
            <Button onClick={{() => setEditing(true)}}>{{t.act.edit}}</Button>
          </Can>
        )}}
      >
        {{({{ data }}) => (
          <Panel title={{t.{key}.basic}}>
            <Facts
              items={{[
{new_line.join(items)}
                {{ label: t.f.owner, value: data.owner.name }},
                {{ label: t.f.branch, value: data.branch.name }},
{shown}              ]}}
            />
          </Panel>
        )}}
      </DetailPage>
      {{query.data && (
        <FormDrawer<{detail}, {detail}>
          open={{editing}}
          onClose={{() => setEditing(false)}}
          title={{t.{key}.edit}}
          name="{facts.snake.replace("_", "-")}-edit"
          submitLabel={{t.act.save}}
          doneMessage={{t.{key}.changed}}
          edit={{{{ path: `/{facts.path}/${{id}}`, tagged: query.data, values: (row) => ({{ {initial} }}) }}}}
          send={{(command, values, etag) => command.patch(`/{facts.path}/${{id}}`, cleaned(values), etag)}}
        >
          <{facts.model}Fields />
        </FormDrawer>
      )}}
    </>
  );
}}
"""


def _input(facts: Facts, field: Field, used: set[str]) -> str:
    required = " required" if field.required else ""
    head = f'name="{field.name}" label={{f.{field.camel}}}{required}'
    if field.kind == "text" and field.length > LONG:
        used.add("AreaField")
        return f"      <AreaField {head} maxLength={{{field.length}}} />"
    if field.kind == "text":
        used.add("TextField")
        return f"      <TextField {head} maxLength={{{field.length}}} />"
    if field.kind == "choice":
        used.add("SelectField")
        return f"      <SelectField {head} options={{optionsOf('{facts.dictionary(field)}', locale)}} />"
    if field.kind == "money":
        used.add("MoneyField")
        return f"      <MoneyField {head} allowZero />"
    name = {"flag": "CheckField", "day": "DateField", "whole": "NumberField", "rate": "RateField"}[field.kind]
    used.add(name)
    return f"      <{name} {head} />"


def _render(facts: Facts, field: Field, of: str, used: set[str]) -> str:
    """How a value is shown; nothing for one that is shown as it is."""
    value = f"{of}.{field.name}"
    if field.kind == "choice":
        used.add("Label")
        return f'<Label of="{facts.dictionary(field)}" code={{{value}}} />'
    if field.kind == "money":
        used.add("Money")
        return f"<Money value={{{value}}} />"
    if field.kind == "flag":
        return f"({value} ? t.{facts.camel}.yes : t.{facts.camel}.no)"
    return ""


def _column(facts: Facts, field: Field, used: set[str]) -> str:
    parts = [f"key: '{field.name}'", f"title: f.{field.camel}"]
    if field.name in sorts(facts):
        parts.append("sortable: true")
    if field.kind in ("money", "whole", "rate"):
        parts.append("align: 'right'")
    rendered = _render(facts, field, "row", used)
    if rendered:
        parts.append(f"render: (row) => {rendered}")
    return f"    {{ {', '.join(parts)} }},"


def _item(facts: Facts, field: Field, used: set[str]) -> str:
    value = _render(facts, field, "data", used) or f"data.{field.name}"
    wide = ", span: 2" if field.kind == "text" and field.length > LONG else ""
    return f"                {{ label: f.{field.camel}, value: {value}{wide} }},"


def words(facts: Facts, language: str) -> str:
    """The file of its words in one language."""
    zh = language == "zh"
    title = facts.zh if zh else facts.en_plural.capitalize()
    said = {
        "title": title,
        "searchHint": "、".join(f.zh for f in facts.fields if f.kind == "text")
        if zh
        else ", ".join(f.en for f in facts.fields if f.kind == "text"),
        "create": f"登记{facts.zh}" if zh else f"New {facts.en}",
        "created": f"{facts.zh}已登记" if zh else f"{facts.en.capitalize()} saved",
        "edit": f"编辑{facts.zh}" if zh else f"Edit {facts.en}",
        "changed": f"{facts.zh}已保存" if zh else f"{facts.en.capitalize()} changed",
        "basic": "基本信息" if zh else "Details",
    }
    if not any(field.kind == "text" for field in facts.fields):
        del said["searchHint"]
    if any(field.kind == "flag" for field in facts.fields):
        said |= {"yes": "是", "no": "否"} if zh else {"yes": "Yes", "no": "No"}
    lines = [f"    {key}: '{_quoted(text)}'," for key, text in said.items()]
    fields = [f"      {f.camel}: '{_quoted(f.zh if zh else f.en)}'," for f in facts.fields]
    return "\n".join(
        [
            f"export const {facts.camel} = {{",
            f"  {facts.camel}: {{",
            *lines,
            "    fields: {",
            *fields,
            "    },",
            "  },",
            "};",
            "",
        ]
    )


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")


def word_index(facts: Facts, text: str) -> str:
    text = inserted(text, f"import {{ {facts.camel} }} from './{facts.camel}';\n", before="import { words }")
    return inserted(text, f"  ...{facts.camel},\n", before="};")


def actions(facts: Facts, text: str) -> str:
    for verb in ("view", "create", "edit"):
        line = f"  {facts.one}{verb.capitalize()}: '{action(facts, verb)}',\n"
        text = inserted(text, line, before="} as const;")
    return text


def menu(facts: Facts, text: str) -> str:
    line = f"    {{ path: '/{facts.path}', label: t.{facts.camel}.title, icon: <FileTextOutlined />, action: ACTIONS.{facts.one}View }},\n"
    return inserted(text, line, before="    logMenu(t", after="function bankMenu")


def router(facts: Facts, text: str) -> str:
    here = f"const {facts.camel} = () => import('../features/{facts.app}/{facts.camel}');\n"
    text = inserted(text, here, before="\nconst routes = [")
    for suffix, name in (("", "List"), ("/$id", "Page")):
        line = (
            f"  page('/{facts.path}{suffix}', {{ action: ACTIONS.{facts.one}View,"
            f" faces: bank(load({facts.camel}, '{facts.model}{name}')) }}),\n"
        )
        text = inserted(text, line, before="];", after="const routes = [")
    return text


def types(facts: Facts, text: str) -> str:
    for suffix in ("Row", "Detail"):
        line = f"export type {facts.model}{suffix} = Bank['{facts.model}{suffix}'];\n"
        text = inserted(text, line, before="\n/* intake, application")
    return text


def labels(facts: Facts, text: str) -> str:
    """The labels of its choices. English ones are made of the codes: read them."""
    for field in facts.fields:
        if field.kind != "choice":
            continue
        entries = "".join(
            f"    {code}: entry('{_quoted(zh)}', '{code.replace('_', ' ').capitalize()}'),\n"
            for code, zh in field.codes
        )
        name = facts.dictionary(field)
        if f"  {name}: {{" not in text:
            text = inserted(text, f"  {name}: {{\n{entries}  }},\n", before="  entityKind: {")
    return text
