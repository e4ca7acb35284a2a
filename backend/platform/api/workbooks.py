"""Answers that are workbooks."""

from django.http import HttpResponse
from rest_framework.renderers import JSONRenderer

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ProblemBesideWorkbook(JSONRenderer):
    """Lets a client that accepts only a workbook be answered; what DRF itself renders here is a problem."""

    media_type = MEDIA_TYPE
    format = "xlsx"


def workbook_response(name: str, content: bytes) -> HttpResponse:
    """The file as an attachment that nobody's cache keeps."""
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
