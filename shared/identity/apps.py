from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "shared.identity"
    label = "identity"
    verbose_name = "认证中心"

    def ready(self) -> None:
        from backend.platform import jobs, ports

        from . import changes, errors, finders, permissions, selectors, services  # noqa: F401

        changes.register()
        ports.province_actor.provide(selectors.province_actor)
        ports.accounts_of_same_persons.provide(selectors.accounts_of_same_persons)
        jobs.sweeper(services.appointments_carry_out)
