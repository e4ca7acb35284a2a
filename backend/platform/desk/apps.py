from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "backend.platform.desk"
    label = "desk"
    verbose_name = "个人工作台"

    def ready(self) -> None:
        from backend.platform import jobs

        # they declare, and register what the sweep takes away
        from . import drafts, errors, notices, permissions  # noqa: F401
        from .exports import errors as export_errors  # noqa: F401
        from .exports import parameters, services, tasks  # noqa: F401
        from .exports import permissions as export_permissions  # noqa: F401

        jobs.sweeper(services.exports_sweep)
