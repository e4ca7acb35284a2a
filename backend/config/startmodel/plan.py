"""All files that a model touches, as they are to be."""

from pathlib import Path

from . import console, python
from .edits import tidy
from .facts import Facts

FRONT = "frontend/console/src"


def planned(facts: Facts, root: Path, *, maker: str) -> dict[str, str]:
    """(path, new text) of every file that changes; nothing on a second run."""
    app = f"tenants/{facts.app}"
    tests = f"tests/api/{facts.app}/test_{facts.plural}.py"
    feature = f"{FRONT}/features/{facts.app}/{facts.camel}.tsx"

    def old(path: str) -> str:
        file = root / path
        return file.read_text(encoding="utf-8") if file.exists() else ""

    wanted = {
        f"{app}/permissions.py": python.permissions(facts, old(f"{app}/permissions.py")),
        f"{app}/selectors.py": python.selectors(facts, old(f"{app}/selectors.py")),
        f"{app}/services.py": python.services(facts, old(f"{app}/services.py")),
        f"{app}/api/serializers.py": python.serializers(facts, old(f"{app}/api/serializers.py")),
        f"{app}/api/views.py": python.views(facts, old(f"{app}/api/views.py")),
        f"{app}/api/urls.py": python.urls(facts, old(f"{app}/api/urls.py")),
        f"tests/factories/{facts.app}.py": python.factory(facts, old(f"tests/factories/{facts.app}.py")),
        tests: old(tests) or python.tests(facts, maker),
    }
    for path, edit in (
        ("tests/contracts/permissions/cells.py", python.records),
        ("backend/config/settings/base.py", python.enum_names),
    ):
        wanted[path] = edit(facts, old(path))
    seed = "tenants/organisation/seed.py"
    wanted[seed] = python.seed(facts, old(seed), maker)
    wanted = {path: tidy(root / path, text) for path, text in wanted.items() if text != old(path)}
    wanted[feature] = old(feature) or console.feature(facts)
    for language in ("zh", "en"):
        part, index = (f"{FRONT}/text/{language}/{name}.ts" for name in (facts.camel, "index"))
        wanted[part] = old(part) or console.words(facts, language)
        wanted[index] = console.word_index(facts, old(index))
    for path, change in (
        (f"{FRONT}/app/actions.ts", console.actions),
        (f"{FRONT}/app/menu.tsx", console.menu),
        (f"{FRONT}/app/router.tsx", console.router),
        ("frontend/packages/api/src/models.ts", console.types),
        ("frontend/packages/domain/src/dictionaries.ts", console.labels),
    ):
        wanted[path] = change(facts, old(path))
    return {path: text for path, text in sorted(wanted.items()) if text != old(path)}
