from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "tenants.applications"
    label = "applications"
    verbose_name = "业务申请"

    def ready(self) -> None:
        from backend.platform.records import trails
        from tenants.approvals.types import register_handler
        from tenants.organisation.types import Portfolio, register_portfolio

        from . import errors, finders, notices, parameters, permissions, selectors, services  # noqa: F401
        from .handler import ApplicationHandler
        from .types import BUSINESS_TYPE

        trails.trail("applications.loanapplication", selectors.application_reach)
        register_handler(BUSINESS_TYPE, ApplicationHandler())
        register_portfolio(
            Portfolio(
                kind="applications",
                name_zh="在途申请",
                name_en="applications in work",
                action=permissions.EDIT,
                at_branch=selectors.applications_at_branch,
                of_staff=selectors.applications_by_branch,
                hand_over=services.applications_hand_over,
            )
        )
