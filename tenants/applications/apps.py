from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "tenants.applications"
    label = "applications"
    verbose_name = "业务申请"

    def ready(self) -> None:
        from tenants.approvals.types import register_handler

        from . import errors, permissions  # noqa: F401
        from .handler import ApplicationHandler
        from .types import BUSINESS_TYPE

        register_handler(BUSINESS_TYPE, ApplicationHandler())
