from typing import Any

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from backend.platform.api.operations import Endpoint, command, query
from backend.platform.api.parsing import StrictJSONParser
from backend.platform.api.serializers import EmptyInput
from backend.platform.errors import WRONG_STATE
from tenants.deductions import errors, selectors, services
from tenants.deductions.permissions import RUN, VIEW

from .serializers import (
    MOST_CHARACTERS,
    DeductionFileDetailSerializer,
    DeductionFileFilters,
    DeductionFileRowSerializer,
    DeductionPreviewInput,
    DeductionPreviewSerializer,
    DeductionRowFilters,
    DeductionRowSerializer,
    DeductionUploadInput,
    language,
)

OF_THE_FILE = [
    errors.NOT_BASE64,
    errors.FILE_TOO_LARGE,
    errors.UNREADABLE,
    errors.COLUMN_MISSING,
    errors.NO_ROWS,
]


class FileJSONParser(StrictJSONParser):
    """A JSON object that carries a file."""

    max_bytes = MOST_CHARACTERS + 4096


class DeductionFiles(Endpoint):
    tag = "deductions"
    parser_classes = (FileJSONParser,)

    @query(
        action=VIEW,
        summary="List files of deductions",
        zh="查询批量扣款文件",
        output=DeductionFileRowSerializer,
        filters=DeductionFileFilters,
        paged=True,
        sorts={"file_no": "id", "amount_total": "amount_total"},
    )
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return selectors.file_list(actor=request.actor, **filters)

    @command(
        action=RUN,
        summary="Upload a file of deductions, to be checked and taken by a worker",
        zh="上传批量扣款文件",
        input=DeductionUploadInput,
        output=DeductionFileDetailSerializer,
        status=201,
        moves_money=True,
        errors=[*OF_THE_FILE, errors.FILE_KNOWN],
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        file = services.file_upload(actor=request.actor, **data)
        return selectors.file_get(actor=request.actor, pk=file.pk)


class DeductionFilePreview(Endpoint):
    tag = "deductions"
    parser_classes = (FileJSONParser,)

    @command(
        action=RUN,
        summary="How the first rows of a file would be read; nothing is kept",
        zh="预览批量扣款文件的前若干行",
        input=DeductionPreviewInput,
        output=DeductionPreviewSerializer,
        idempotent=False,
        errors=OF_THE_FILE,
    )
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        return services.file_preview(actor=request.actor, **data)


class DeductionFileOne(Endpoint):
    tag = "deductions"

    @query(
        action=VIEW,
        summary="A file of deductions with its progress",
        zh="查看批量扣款文件及进度",
        output=DeductionFileDetailSerializer,
    )
    def get(self, request: Any, pk: int) -> Any:
        return selectors.file_get(actor=request.actor, pk=pk)


class DeductionRows(Endpoint):
    tag = "deductions"

    @query(
        action=VIEW,
        summary="List the rows of a file and what became of each",
        zh="查询批量扣款明细及结果",
        output=DeductionRowSerializer,
        filters=DeductionRowFilters,
        paged=True,
        sorts={"line": "line", "amount": "amount"},
    )
    def get(self, request: Any, pk: int, filters: dict[str, Any]) -> Any:
        return selectors.row_list(actor=request.actor, pk=pk, **filters)


class DeductionResult(Endpoint):
    tag = "deductions"

    @query(
        action=VIEW,
        summary="The rows of a file and what became of each, as CSV; each fetching is audited",
        zh="下载批量扣款结果",
        media_type="text/csv",
    )
    def get(self, request: Any, pk: int) -> Any:
        file, content = services.file_result(actor=request.actor, pk=pk, language=language())
        response = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = content_disposition_header(
            as_attachment=True, filename=f"{file.file_no}.csv"
        )
        response["Cache-Control"] = "private, no-store"
        return response


class DeductionFileStop(Endpoint):
    tag = "deductions"

    @command(
        action=RUN,
        summary="Stop a file of deductions between two pieces; what was taken stays taken",
        zh="停止批量扣款(已扣的不退回)",
        input=EmptyInput,
        output=DeductionFileDetailSerializer,
        errors=[WRONG_STATE],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        services.file_stop(actor=request.actor, pk=pk)
        return selectors.file_get(actor=request.actor, pk=pk)


class DeductionFileResume(Endpoint):
    tag = "deductions"

    @command(
        action=RUN,
        summary="Go on with a file of deductions that was stopped or failed",
        zh="恢复已停止或失败的批量扣款",
        input=EmptyInput,
        output=DeductionFileDetailSerializer,
        moves_money=True,
        errors=[WRONG_STATE],
    )
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        services.file_resume(actor=request.actor, pk=pk)
        return selectors.file_get(actor=request.actor, pk=pk)
