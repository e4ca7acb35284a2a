from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "tenants.customers"
    label = "customers"
    verbose_name = "客户"

    def ready(self) -> None:
        from auditlog.registry import auditlog

        from backend.platform.records import labels, trails
        from tenants.organisation.types import Portfolio, register_portfolio

        from . import (  # noqa: F401
            corrections,
            dictionaries,
            errors,
            finders,
            parameters,
            permissions,
            selectors,
            services,
        )
        from .models import Customer, Household

        register_portfolio(
            Portfolio(
                kind="customers",
                name_zh="客户",
                name_en="customers",
                action=permissions.EDIT,
                at_branch=selectors.customers_at_branch,
                of_staff=selectors.customers_by_branch,
                hand_over=services.customers_hand_over,
                moves_branch=True,
            )
        )
        register_portfolio(
            Portfolio(
                kind="households",
                name_zh="农户",
                name_en="households",
                action=permissions.EDIT,
                at_branch=selectors.households_at_branch,
                of_staff=selectors.households_by_branch,
                hand_over=services.households_hand_over,
                moves_branch=True,
            )
        )

        corrections.register()

        labels.name_dictionary("customers.customer", occupation=dictionaries.OCCUPATION)
        trails.trail("customers.customer", selectors.customer_get)
        trails.trail("customers.household", selectors.household_get)
        technical = ["row_uuid", "version", "created_at", "created_by"]
        auditlog.register(
            Customer, exclude_fields=["id_no", "id_no_hash", "phone", "phone_hash", "address", *technical]
        )
        auditlog.register(Household, exclude_fields=["address", *technical])
