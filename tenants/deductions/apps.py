from django.apps import AppConfig


class DeductionsConfig(AppConfig):
    name = "tenants.deductions"
    label = "deductions"
    verbose_name = "批量扣款"

    def ready(self) -> None:
        from backend.platform import jobs

        from . import errors, notices, parameters, permissions, running  # noqa: F401

        jobs.sweeper(running.files_resume)
