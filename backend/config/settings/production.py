"""A real installation: everything from the environment, and nothing starts without its secrets."""

from django.core.exceptions import ImproperlyConfigured

from .base import *

for name in ("SECRET_KEY", "CORE_BANKING_CALLBACK_KEY"):
    if not globals()[name]:
        raise ImproperlyConfigured(f"{name} must be set in the environment")

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31536000
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "csrftoken"
