from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "tenants.ledger"
    label = "ledger"
    verbose_name = "账务"

    def ready(self) -> None:
        from . import errors, permissions  # noqa: F401
