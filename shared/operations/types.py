"""Commands that the province gives to a bank's night; provided by endofday."""

from typing import Any

from backend.platform.ports import Port

night_command: "Port[..., Any]" = Port("operations.night_command")
"""(actor=, command=, through=, step=, attempts=) -> carries the command out in the current bank."""
