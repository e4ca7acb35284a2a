"""Pages of a list: numbered, capped, sorted by an allow-list."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers

from .serializers import StrictSerializer

DEFAULT_SIZE = 50
MAX_SIZE = 200
MAX_PAGE = 100_000


class PageInput(StrictSerializer):
    page = serializers.IntegerField(min_value=1, max_value=MAX_PAGE, default=1)
    page_size = serializers.IntegerField(min_value=1, max_value=MAX_SIZE, default=DEFAULT_SIZE)
    sort = serializers.CharField(required=False, max_length=60)


def ordered(rows: QuerySet | list, sort: str | None, sorts: dict[str, str]) -> Any:
    """The rows in the wanted order; a ValidationError at `sort` for one that is not in the allow-list."""
    if not sort:
        return rows
    name = sort.removeprefix("-")
    if name not in sorts:
        raise serializers.ValidationError({"sort": [f"one of: {', '.join(sorted(sorts))}"]})
    if not isinstance(rows, QuerySet):
        return rows
    return rows.order_by(f"{'-' if sort.startswith('-') else ''}{sorts[name]}", "-pk")


def page_of(
    rows: QuerySet | list, request: Any, sorts: dict[str, str], output: type | None
) -> dict[str, Any]:
    """The wanted page of the rows as `{count, page, page_size, results}`."""
    given = {k: v for k, v in request.query_params.items() if k in ("page", "page_size", "sort")}
    wanted = PageInput(data=given)
    wanted.is_valid(raise_exception=True)
    page, size = wanted.validated_data["page"], wanted.validated_data["page_size"]
    rows = ordered(rows, wanted.validated_data.get("sort"), sorts)
    start = (page - 1) * size
    count = rows.count() if isinstance(rows, QuerySet) else len(rows)
    results = rows[start : start + size]
    assert output is not None
    return {"count": count, "page": page, "page_size": size, "results": output(results, many=True).data}


def page_parameters(sorts: dict[str, str]) -> list[OpenApiParameter]:
    signed = [s for name in sorts for s in (name, f"-{name}")]
    found = [
        OpenApiParameter("page", {"type": "integer", "minimum": 1, "maximum": MAX_PAGE}, "query"),
        OpenApiParameter("page_size", {"type": "integer", "minimum": 1, "maximum": MAX_SIZE}, "query"),
    ]
    if signed:
        found.append(OpenApiParameter("sort", {"type": "string", "enum": signed}, "query"))
    return found


_paged: dict[type, type] = {}


def paged_serializer(output: type[serializers.Serializer]) -> type[serializers.Serializer]:
    """The serializer of a page of `output`, named `<output>Page` in the document."""
    if output not in _paged:
        name = output.__name__.removesuffix("Serializer") + "Page"
        _paged[output] = type(
            inline_serializer(
                name,
                fields={
                    "count": serializers.IntegerField(),
                    "page": serializers.IntegerField(),
                    "page_size": serializers.IntegerField(),
                    "results": output(many=True),
                },
            )
        )
    return _paged[output]
