"""What both faces share: the documents of the API, and the console behind everything else."""

from django.urls import re_path

from backend.platform.api.documents import ApiDocument, ApiReader
from backend.platform.api.missing import NoSuchEndpoint

from .console import Console

tail = [
    re_path(r"^api/v1/schema$", ApiDocument.as_view()),
    re_path(r"^api/docs$", ApiReader.as_view()),
    re_path(r"^api/.*$", NoSuchEndpoint.as_view()),
    re_path(r"^(?!static/)(?P<path>.*)$", Console.as_view()),
]
