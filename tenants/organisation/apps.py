from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "tenants.organisation"
    label = "organisation"
    verbose_name = "组织与权限"

    def ready(self) -> None:
        from backend.platform import ports
        from shared.entities.types import bank_seed
        from shared.identity.types import (
            administrator_appoint,
            person_attach,
            person_facts,
            session_facts,
        )

        from . import (  # noqa: F401
            changes,
            errors,
            finders,
            notices,
            office_changes,
            permissions,
            selectors,
            services,
        )
        from .seed import seed
        from .types import Portfolio, register_portfolio

        ports.bank_actor.provide(selectors.bank_actor)
        ports.bank_parameter.provide(selectors.parameter_value)
        ports.bank_dictionary.provide(selectors.dictionary_names)
        session_facts.provide(selectors.session_facts)
        bank_seed.provide(seed)
        ports.dictionary_words.provide(selectors.dictionary_words)
        register_portfolio(
            Portfolio(
                kind="grids",
                name_zh="网格",
                name_en="grids",
                action="",
                at_branch=selectors.grids_at_branch,
                of_staff=selectors.grids_by_branch,
                hand_over=services.grids_hand_over,
                moves_branch=True,
            )
        )
        person_facts.provide(selectors.person_facts)
        person_attach.provide(services.account_attach)
        administrator_appoint.provide(services.administrator_appoint)
        changes.register()
        office_changes.register()
