from django.apps import AppConfig


class EndOfDayConfig(AppConfig):
    name = "tenants.endofday"
    label = "endofday"
    verbose_name = "日终"

    def ready(self) -> None:
        from backend.platform import jobs
        from shared.operations.types import night_command

        from . import (  # noqa: F401
            commands,
            errors,
            notices,
            parameters,
            permissions,
            services,
            skips,
            timetable,
        )

        night_command.provide(commands.night_command)
        skips.register()
        jobs.sweeper(services.nights_resume)
        jobs.sweeper(timetable.night_begin)
