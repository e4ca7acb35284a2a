"""Tests: the same servers and code; only the password hash is cheap."""

import os
from pathlib import Path

if "PYTEST_VERSION" in os.environ and "DATABASE_URL" not in os.environ:
    # a test run without servers of its own starts the embedded ones (or finds them running)
    from infra.local.servers import ensure_test_servers

    os.environ.update(ensure_test_servers())

os.environ.setdefault("SECRET_KEY", "test-only")
os.environ.setdefault("CORE_BANKING_CALLBACK_KEY", "test-only-callback-key")
os.environ.setdefault("MEDIA_ROOT", str(Path(__file__).resolve().parents[3] / ".local" / "test" / "media"))
os.environ.setdefault("SECOND_FACTOR_FROM", "never")

if "KEY_ENCRYPTION_KEY_FILE" not in os.environ:  # a program that only loads the settings, such as mypy
    from infra.local.secrets_file import key_file

    os.environ["KEY_ENCRYPTION_KEY_FILE"] = str(
        key_file(Path(__file__).resolve().parents[3] / ".local" / "test")
    )
os.environ.setdefault("LOG_FORMAT", "line")

from .base import *

ENVIRONMENT = "test"
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CORE_BANKING_TIMEOUT_SECONDS = 1.0
EVENT_PAYLOADS_CHECKED = True
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
