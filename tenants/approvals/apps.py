from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "tenants.approvals"
    label = "approvals"
    verbose_name = "审批流程"

    def ready(self) -> None:
        from tenants.organisation.types import Portfolio, register_portfolio

        from . import errors, finders, notices, permissions, selectors, services  # noqa: F401

        register_portfolio(
            Portfolio(
                kind="tasks",
                name_zh="审批待办",
                name_en="open tasks",
                action="",
                at_branch=selectors.tasks_at_branch,
                of_staff=selectors.tasks_by_branch,
                hand_over=services.tasks_hand_over,
                locked_last=True,
            )
        )
