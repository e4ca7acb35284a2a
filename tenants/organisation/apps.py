from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "tenants.organisation"
    label = "organisation"
    verbose_name = "组织与权限"

    def ready(self) -> None:
        from backend.platform import ports
        from shared.entities.types import bank_seed
        from shared.identity.types import session_facts

        from . import errors, permissions, selectors, services  # noqa: F401
        from .seed import seed

        ports.bank_actor.provide(selectors.bank_actor)
        session_facts.provide(selectors.session_facts)
        bank_seed.provide(seed)
