"""The WSGI entry point, for thread or process workers: the schema switch belongs to one thread, so no async."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings.production")
application = get_wsgi_application()
