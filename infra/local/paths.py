"""Where things are. Everything the launcher writes lies under `.local`, `.venv` or `frontend`."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCAL = ROOT / ".local"
TOOLS = LOCAL / "tools"
CACHE = LOCAL / "cache"
LOGS = LOCAL / "logs"
VENV = ROOT / ".venv"
FRONTEND = ROOT / "frontend"
CONSOLE_DIST = FRONTEND / "console" / "dist"


def relative(path: Path) -> str:
    """How a path is shown to a person: from the project root when it lies beneath it."""
    try:
        return str(path.relative_to(ROOT))
    except ValueError:
        return str(path)
