from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.validation import validate_schema

from backend.platform.api.documents import document

FACES = {"bank": "backend.config.urls_bank", "province": "backend.config.urls_province"}


def render(face: str) -> str:
    """The document of a face as committed; any warning of the generator is an error."""
    GENERATOR_STATS.reset()
    found = document(FACES[face])
    validate_schema(found)
    warnings = [*GENERATOR_STATS._warn_cache, *GENERATOR_STATS._error_cache]
    if warnings:
        raise CommandError("\n".join(warnings))
    return OpenApiYamlRenderer().render(found, renderer_context={}).decode()


class Command(BaseCommand):
    help = "Write the OpenAPI documents of both faces into frontend/openapi."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", default=str(settings.BASE_DIR / "frontend" / "openapi"))

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(options["folder"])
        folder.mkdir(parents=True, exist_ok=True)
        for face in FACES:
            (folder / f"{face}.yaml").write_text(render(face), encoding="utf-8")
            self.stdout.write(f"{folder / face}.yaml")
