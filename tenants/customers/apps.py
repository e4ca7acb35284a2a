from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "tenants.customers"
    label = "customers"
    verbose_name = "客户"

    def ready(self) -> None:
        from auditlog.registry import auditlog

        from . import errors, permissions  # noqa: F401
        from .models import Customer, Household

        technical = ["row_uuid", "version", "created_at", "created_by"]
        auditlog.register(
            Customer, exclude_fields=["id_no", "id_no_hash", "phone", "phone_hash", "address", *technical]
        )
        auditlog.register(Household, exclude_fields=["address", *technical])
