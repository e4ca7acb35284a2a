"""Exports as both faces serve them: one's own, asked for, watched, cancelled, fetched."""

from typing import Any

from django.http import StreamingHttpResponse
from django.urls import path
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from rest_framework import serializers

from backend.platform import errors as platform_errors
from backend.platform.api.operations import Endpoint, command, query
from backend.platform.api.serializers import EmptyInput, StrictSerializer
from backend.platform.errors import NOT_ALLOWED

from ..models import ExportJob
from . import cells, errors, listings, selectors, services, words
from .books import BOOKS
from .permissions import EXPORT

MOST_COLUMNS = 60


class ExportColumn(StrictSerializer):
    key = serializers.CharField(max_length=80)
    title = serializers.CharField(max_length=60)


class ExportInput(StrictSerializer):
    resource = serializers.CharField(max_length=200)
    query = serializers.DictField(  # type: ignore[assignment]
        child=serializers.CharField(max_length=200, allow_blank=True), required=False, default=dict
    )
    columns = ExportColumn(many=True, allow_empty=False)
    format = serializers.ChoiceField(choices=ExportJob.Format.choices)

    def validate_columns(self, columns: list[dict[str, str]]) -> list[dict[str, str]]:
        if len(columns) > MOST_COLUMNS:
            raise serializers.ValidationError(f"最多 {MOST_COLUMNS} 列 / at most {MOST_COLUMNS} columns")
        if len({column["key"] for column in columns}) != len(columns):
            raise serializers.ValidationError("每列只能选一次 / each column once")
        return columns


class ExportCondition(serializers.Serializer):
    name = serializers.CharField()
    value = serializers.CharField()


class ExportRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    number = serializers.CharField()
    resource = serializers.CharField()
    title = serializers.CharField()
    conditions = serializers.SerializerMethodField()
    column_titles = serializers.SerializerMethodField()
    format = serializers.ChoiceField(choices=ExportJob.Format.choices)
    state = serializers.ChoiceField(choices=ExportJob.State.choices)
    rows_done = serializers.IntegerField()
    rows_total = serializers.IntegerField()
    size = serializers.IntegerField(allow_null=True, help_text="Bytes")
    sha256 = serializers.CharField()
    error_code = serializers.CharField()
    error = serializers.SerializerMethodField()
    downloads = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)

    def get_conditions(self, job: ExportJob) -> list[dict[str, str]]:
        return [
            {"name": name, "value": value}
            for name, value in words.shown(job.conditions, words.language_of(_language()))
        ]

    def get_column_titles(self, job: ExportJob) -> list[str]:
        return [column["title"] for column in job.columns]

    def get_error(self, job: ExportJob) -> str:
        kind = platform_errors.REGISTRY.get(job.error_code)
        return kind.text(get_language() or "", job.error_params) if kind else job.error_code


class ExportColumnKey(serializers.Serializer):
    key = serializers.CharField()


class ExportColumnFilters(StrictSerializer):
    resource = serializers.CharField(max_length=200)


def _language() -> str:
    return (get_language() or "zh-hans")[:8]


class Exports(Endpoint):
    tag = "desk"

    @query(
        action=EXPORT,
        summary="One's own exports, the newest first",
        zh="查询本人的导出任务",
        output=ExportRowSerializer,
        many=True,
        conditional=True,
    )
    def get(self, request: Any) -> Any:
        return selectors.latest_exports(actor=request.actor)

    @command(
        action=EXPORT,
        summary="Ask for a list as a file",
        zh="申请导出列表",
        input=ExportInput,
        output=ExportRowSerializer,
        status=201,
        errors=[
            errors.NOT_A_LIST,
            errors.UNKNOWN_COLUMN,
            errors.TOO_MANY_ROWS,
            errors.DAILY_QUOTA,
            NOT_ALLOWED,
        ],
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        return services.export_request(actor=request.actor, language=_language(), **data)


class ExportColumns(Endpoint):
    tag = "desk"

    @query(
        action=EXPORT,
        summary="The columns that a list can be exported with",
        zh="查询列表可导出的列",
        output=ExportColumnKey,
        filters=ExportColumnFilters,
        many=True,
        errors=[errors.NOT_A_LIST, NOT_ALLOWED],
    )
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        listing = listings.listing_of(filters["resource"])
        listing.require(request.actor)
        assert listing.operation.output is not None
        return [{"key": key} for key in cells.exportable_keys(listing.operation.output)]


class ExportOne(Endpoint):
    tag = "desk"

    @query(
        action=EXPORT, summary="An export of one's own", zh="查看本人的导出任务", output=ExportRowSerializer
    )
    def get(self, request: Any, pk: int) -> Any:
        return selectors.export_get(actor=request.actor, pk=pk)


class ExportCancel(Endpoint):
    tag = "desk"

    @command(
        action=EXPORT,
        summary="Cancel an export of one's own",
        zh="取消导出任务",
        input=EmptyInput,
        output=ExportRowSerializer,
        errors=[errors.NOT_CANCELLABLE],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        return services.export_cancel(actor=request.actor, pk=pk)


class ExportAgain(Endpoint):
    tag = "desk"

    @command(
        action=EXPORT,
        summary="Ask again for what an export of one's own asked for",
        zh="重新导出",
        input=EmptyInput,
        output=ExportRowSerializer,
        status=201,
        errors=[errors.NOT_A_LIST, errors.UNKNOWN_COLUMN, errors.TOO_MANY_ROWS, errors.DAILY_QUOTA],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        return services.export_repeat(actor=request.actor, pk=pk)


class ExportFile(Endpoint):
    tag = "desk"

    @query(
        action=EXPORT,
        summary="The file of an export of one's own; each fetching is counted and audited",
        zh="下载导出文件",
        media_type="application/octet-stream",
        errors=[errors.NO_FILE, errors.FILE_DAMAGED],
    )
    def get(self, request: Any, pk: int) -> Any:
        job, content = services.export_fetch(actor=request.actor, pk=pk)
        book = BOOKS[job.format]
        response = StreamingHttpResponse(content, content_type=book.media_type)
        response["Content-Disposition"] = content_disposition_header(
            as_attachment=True, filename=f"{job.title}-{job.number}.{book.suffix}"
        )
        response["Content-Length"] = str(job.size)
        response["Cache-Control"] = "private, no-store"
        return response


urlpatterns = [
    path("exports", Exports.as_view()),
    path("exports/columns", ExportColumns.as_view()),
    path("exports/<int:pk>", ExportOne.as_view()),
    path("exports/<int:pk>/cancel", ExportCancel.as_view()),
    path("exports/<int:pk>/again", ExportAgain.as_view()),
    path("exports/<int:pk>/file", ExportFile.as_view()),
]
