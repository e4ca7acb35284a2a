from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "tenants.intake"
    label = "intake"
    verbose_name = "进件"

    def ready(self) -> None:
        from tenants.organisation.types import Portfolio, register_portfolio

        from . import dictionaries, errors, finders, parameters, permissions, selectors, services  # noqa: F401

        register_portfolio(
            Portfolio(
                kind="intakes",
                name_zh="在途进件",
                name_en="open intakes",
                action=permissions.ACCEPT,
                at_branch=selectors.intakes_at_branch,
                of_staff=selectors.intakes_by_branch,
                hand_over=services.intakes_hand_over,
                moves_branch=True,
            )
        )
