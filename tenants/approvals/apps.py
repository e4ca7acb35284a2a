from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "tenants.approvals"
    label = "approvals"
    verbose_name = "审批流程"

    def ready(self) -> None:
        from . import errors, permissions  # noqa: F401
