"""The OpenAPI document of this face, and a page to read it; for signed-in people of this entity."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

from backend.platform.permissions import SIGNED_IN

from .operations import Endpoint, query

VIEWER = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>API</title>
<style>body{font:14px/1.6 system-ui;margin:24px;max-width:1100px}summary{cursor:pointer}code{background:#f4f4f5;padding:1px 4px}
pre{background:#f7f7f8;padding:12px;overflow:auto}</style><h1>API</h1><p><a href="/api/schema">OpenAPI (YAML)</a></p><ul>%s</ul></html>"""


def document(urlconf: str) -> dict[str, Any]:
    """The OpenAPI document of a urlconf."""
    return SchemaGenerator(urlconf=urlconf).get_schema(request=None, public=True)


class ApiDocument(Endpoint):
    schema = None

    @query(action=SIGNED_IN, summary="The OpenAPI document", media_type="application/yaml")
    def get(self, request: Any) -> HttpResponse:
        body = OpenApiYamlRenderer().render(document(request.urlconf), renderer_context={})
        return HttpResponse(body, content_type="application/yaml")


class ApiViewer(Endpoint):
    schema = None

    @query(action=SIGNED_IN, summary="A page that lists the operations", media_type="text/html")
    def get(self, request: Any) -> HttpResponse:
        items = "".join(
            f"<li><code>{method.upper()} {path}</code> {operation['summary']} <small>{operation.get('x-action', '')}</small></li>"
            for path, methods in document(request.urlconf)["paths"].items()
            for method, operation in methods.items()
        )
        return HttpResponse(VIEWER % items)
