from .drafts import FormDraft
from .exports import ExportJob
from .list_views import DefaultView, Density, ListLayout, SavedView
from .notices import Notice
from .shell import OpenedRecord, Preference

__all__ = [
    "DefaultView",
    "Density",
    "ExportJob",
    "FormDraft",
    "ListLayout",
    "Notice",
    "OpenedRecord",
    "Preference",
    "SavedView",
]
