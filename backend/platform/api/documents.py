"""The OpenAPI document of this face, and a page to read it; for signed-in people of this entity."""

from functools import cache
from typing import Any

from django.http import HttpResponse
from django.templatetags.static import static
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from rest_framework import serializers

from backend.platform.permissions import SIGNED_IN

from .operations import Endpoint, query
from .serializers import StrictSerializer

DOCUMENT = "/api/v1/schema?language=zh"
# Redoc draws by styles of its own making and searches in a worker. Nothing comes from another host: its maker's
# logo, which it asks for elsewhere, is stopped.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " font-src 'self' data:; connect-src 'self'; worker-src blob:; base-uri 'none'; frame-ancestors 'none'"
)
READER = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>接口文档 - {title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>body{{margin:0}}</style></head>
<body><redoc spec-url="{document}" sort-tags-alphabetically="false" required-props-first="true"
 expand-responses="" hide-download-button="false" native-scrollbars="true" path-in-middle-panel="true"></redoc>
<script src="{script}"></script></body></html>"""


def document(urlconf: str) -> dict[str, Any]:
    """The OpenAPI document of a urlconf."""
    return SchemaGenerator(urlconf=urlconf).get_schema(request=None, public=True)


class DocumentFilters(StrictSerializer):
    language = serializers.ChoiceField(choices=[("en", "English"), ("zh", "中文")], required=False)


@cache
def _yaml(urlconf: str, language: str) -> bytes:
    """Made once in each process: it changes with the code only. In Chinese the summaries change places."""
    found = document(urlconf)
    for operation in (o for methods in found["paths"].values() for o in methods.values()):
        if language == "zh":
            chinese, _, rest = operation["description"].partition("\n")
            operation["description"] = f"{operation['summary']}\n{rest}"
            operation["summary"] = chinese
    return OpenApiYamlRenderer().render(found, renderer_context={})


class ApiDocument(Endpoint):
    schema = None

    @query(
        action=SIGNED_IN,
        summary="The OpenAPI document",
        zh="下载接口文档(OpenAPI)",
        media_type="application/yaml",
        filters=DocumentFilters,
    )
    def get(self, request: Any, filters: dict[str, str]) -> HttpResponse:
        body = _yaml(request.urlconf, filters.get("language", "en"))
        return HttpResponse(body, content_type="application/yaml; charset=utf-8")


class ApiReader(Endpoint):
    schema = None

    @query(action=SIGNED_IN, summary="A page to read the document", zh="阅读接口文档", media_type="text/html")
    def get(self, request: Any) -> HttpResponse:
        from django.conf import settings

        page = READER.format(
            title=settings.SPECTACULAR_SETTINGS["TITLE"],
            document=DOCUMENT,
            script=static("drf_spectacular_sidecar/redoc/bundles/redoc.standalone.js"),
        )
        return HttpResponse(page, headers={"Content-Security-Policy": POLICY})
