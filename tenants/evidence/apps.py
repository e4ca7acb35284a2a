from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "tenants.evidence"
    label = "evidence"
    verbose_name = "凭证文件"

    def ready(self) -> None:
        from . import errors  # noqa: F401
