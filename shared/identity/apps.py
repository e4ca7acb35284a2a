from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "shared.identity"
    label = "identity"
    verbose_name = "认证中心"

    def ready(self) -> None:
        from backend.platform import ports

        from . import errors, permissions, selectors  # noqa: F401

        ports.province_actor.provide(selectors.province_actor)
        ports.accounts_of_same_persons.provide(selectors.accounts_of_same_persons)
