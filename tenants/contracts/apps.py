from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "tenants.contracts"
    label = "contracts"
    verbose_name = "合同"

    def ready(self) -> None:
        from tenants.applications.types import application_contract

        from . import errors, permissions, selectors  # noqa: F401

        application_contract.provide(selectors.contract_of_application)
