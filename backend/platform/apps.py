from django.apps import AppConfig
from django.core.checks import Error, register


class PlatformConfig(AppConfig):
    name = "backend.platform"
    label = "platform"
    verbose_name = "平台"

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers the system checks
        from .api import schema  # noqa: F401 - registers the session scheme
        from .observability import readings  # noqa: F401 - registers the readings of the servers
        from .records import outbox
        from .tasks import relay_task

        outbox.set_doorbell(relay_task)


@register()
def ports_are_provided(app_configs: object, **kwargs: object) -> list[Error]:
    """Every port that some app asks must be answered by another (fails at start-up, not at night)."""
    from .ports import unprovided

    return [Error(f"nobody provides the port {name}", id="platform.E001") for name in unprovided()]


@register()
def consumed_events_are_declared(app_configs: object, **kwargs: object) -> list[Error]:
    """Nobody may wait for an event that no app declares."""
    from .records import outbox
    from .records.event_kinds import EVENTS

    names = sorted(outbox.consumed_events() - EVENTS.keys())
    return [Error(f"nobody declares the event {name}", id="platform.E003") for name in names]
