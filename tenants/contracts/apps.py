from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "tenants.contracts"
    label = "contracts"
    verbose_name = "合同"

    def ready(self) -> None:
        from tenants.applications.types import application_contract
        from tenants.organisation.types import Portfolio, register_portfolio

        from . import errors, finders, notices, parameters, permissions, selectors, services  # noqa: F401

        application_contract.provide(selectors.contract_of_application)
        register_portfolio(
            Portfolio(
                kind="contracts",
                name_zh="未结清合同",
                name_en="open contracts",
                action=permissions.CREATE,
                at_branch=selectors.contracts_at_branch,
                of_staff=selectors.contracts_by_branch,
                hand_over=services.contracts_hand_over,
            )
        )
