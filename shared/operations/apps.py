from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "shared.operations"
    label = "operations"
    verbose_name = "运行管理"

    def ready(self) -> None:
        from backend.platform import jobs, ports
        from backend.platform.records import outbox

        from . import chains, metrics, notices, permissions, services, skips  # noqa: F401

        skips.register()
        outbox.subscribe(services.NIGHT_CHANGED, services.night_note)
        ports.published_heads.provide(chains.published_heads)
        jobs.sweeper(services.events_deliver)
        jobs.sweeper(services.backlog_note)
