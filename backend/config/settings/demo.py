"""`make demo`: the real product on one machine, over plain HTTP, with demo accounts."""

import os

os.environ.setdefault("SECRET_KEY", "demo-only-not-a-secret")
os.environ.setdefault("FIELD_MASTER_KEY", "ZGVtby1vbmx5LW5vdC1hLXNlY3JldC0wMTIzNDU2Nzg=")
os.environ.setdefault("CORE_BANKING_CALLBACK_KEY", "demo-only-callback-key")
os.environ.setdefault(
    "CORE_BANKING_CALLBACK_URL",
    f"http://{{entity}}.localhost:{os.environ.get('PORT', '8000')}/api/v1/integrations/core-banking/answers",
)

from .base import *

ENVIRONMENT = "demo"
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
SECURE_CROSS_ORIGIN_OPENER_POLICY = None
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
