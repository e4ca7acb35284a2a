from django.apps import AppConfig


class EndOfDayConfig(AppConfig):
    name = "tenants.endofday"
    label = "endofday"
    verbose_name = "日终"

    def ready(self) -> None:
        from backend.platform import jobs
        from shared.operations.types import night_retry, night_start

        from . import errors, notices, permissions, services  # noqa: F401

        night_start.provide(services.night_start)
        night_retry.provide(services.night_retry_latest)
        jobs.sweeper(services.nights_resume)
