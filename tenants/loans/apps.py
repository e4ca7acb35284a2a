from django.apps import AppConfig


class LoansConfig(AppConfig):
    name = "tenants.loans"
    label = "loans"
    verbose_name = "借据与还款"

    def ready(self) -> None:
        from tenants.contracts.types import contract_usage
        from tenants.ledger.types import loans_of_sources, sources_of_loan
        from tenants.organisation.types import Portfolio, register_portfolio

        from . import (  # noqa: F401
            back_dating,
            errors,
            finders,
            notices,
            parameters,
            permissions,
            postings,
            reversals,
            selectors,
            services,
        )

        reversals.register()
        back_dating.register()
        contract_usage.provide(selectors.contract_usage)
        sources_of_loan.provide(selectors.sources_of_loan)
        loans_of_sources.provide(selectors.loans_of_sources)
        register_portfolio(
            Portfolio(
                kind="disbursements",
                name_zh="在途出账",
                name_en="drawdowns on their way",
                action="loans.disburse_request",
                at_branch=selectors.disbursements_at_branch,
                of_staff=selectors.disbursements_by_branch,
                hand_over=services.disbursements_hand_over,
            )
        )
        register_portfolio(
            Portfolio(
                kind="loans",
                name_zh="未结清借据",
                name_en="open loans",
                action="loans.disburse_request",
                at_branch=selectors.loans_at_branch,
                of_staff=selectors.loans_by_branch,
                hand_over=services.loans_hand_over,
            )
        )
