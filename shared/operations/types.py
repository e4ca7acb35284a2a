"""Commands that the province gives to a bank's night; provided by endofday."""

from typing import Any

from backend.platform.ports import Port

night_start: "Port[..., Any]" = Port("operations.night_start")
"""(actor=) -> starts the night of the current bank's business date."""

night_retry: "Port[..., Any]" = Port("operations.night_retry")
"""(actor=) -> goes on with the current bank's failed night."""
