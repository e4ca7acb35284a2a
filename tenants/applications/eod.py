"""The applications' part of the night."""

from datetime import date

from backend.platform.permissions import Actor
from backend.platform.tenancy import require_bank

from . import services


def eod_lapse_approvals(on: date) -> int:
    """Let approvals lapse that were not contracted within their days before `on`; how many."""
    return services.approvals_lapse(actor=Actor.system(require_bank().code), on=on)
