from django.apps import AppConfig


class LoansConfig(AppConfig):
    name = "tenants.loans"
    label = "loans"
    verbose_name = "借据与还款"

    def ready(self) -> None:
        from tenants.contracts.types import contract_usage

        from . import errors, permissions, selectors, services  # noqa: F401

        contract_usage.provide(selectors.contract_usage)
