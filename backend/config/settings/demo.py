"""`make demo`: the real product on one machine, over plain HTTP, with demo accounts."""

import os
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "demo-only-not-a-secret")
os.environ.setdefault("CORE_BANKING_CALLBACK_KEY", "demo-only-callback-key")
os.environ.setdefault(
    "CORE_BANKING_CALLBACK_URL",
    f"http://{{entity}}.localhost:{os.environ.get('PORT', '8000')}/api/v1/integrations/core-banking/answers",
)
os.environ.setdefault("SECOND_FACTOR_FROM", "never")

if "KEY_ENCRYPTION_KEY_FILE" not in os.environ:
    from infra.local.secrets_file import key_file

    os.environ["KEY_ENCRYPTION_KEY_FILE"] = str(
        key_file(Path(__file__).resolve().parents[3] / ".local" / "demo")
    )
os.environ.setdefault("LOG_FORMAT", "line")

from .base import *

ENVIRONMENT = "demo"
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
SECURE_CROSS_ORIGIN_OPENER_POLICY = None
EVENT_PAYLOADS_CHECKED = True
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
