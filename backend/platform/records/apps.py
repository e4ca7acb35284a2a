from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "backend.platform.records"
    label = "records"
    verbose_name = "平台记录"
