from django.apps import AppConfig


class LoadConfig(AppConfig):
    """An app without models, so that `manage.py` finds its commands under `tests.load.settings` only."""

    name = "tests.load"
    label = "load"
    verbose_name = "容量测试"
