from .drafts import FormDraft
from .list_views import DefaultView, Density, ListLayout, SavedView
from .notices import Notice

__all__ = ["DefaultView", "Density", "FormDraft", "ListLayout", "Notice", "SavedView"]
