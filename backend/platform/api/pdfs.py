"""Answers that are PDF files."""

from django.http import HttpResponse
from rest_framework.renderers import JSONRenderer

MEDIA_TYPE = "application/pdf"


class ProblemBesidePdf(JSONRenderer):
    """Lets a client that accepts only PDF be answered; what DRF itself renders here is a problem."""

    media_type = MEDIA_TYPE
    format = "pdf"


def pdf_response(name: str, content: bytes) -> HttpResponse:
    """The file to be shown in the browser, that nobody's cache keeps."""
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
