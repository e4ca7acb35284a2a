from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from rest_framework.renderers import JSONRenderer

from backend.integrations.core_banking import signing
from backend.platform.api.changes import ChangeDetailSerializer
from backend.platform.api.operations import Endpoint, command, query
from backend.platform.api.pdfs import MEDIA_TYPE as PDF
from backend.platform.api.pdfs import ProblemBesidePdf, pdf_response
from backend.platform.api.problems import language_of
from backend.platform.api.serializers import EmptyInput, ReasonInput
from backend.platform.api.workbooks import MEDIA_TYPE, ProblemBesideWorkbook, workbook_response
from backend.platform.errors import BUSY, WRONG_STATE
from backend.platform.permissions import PUBLIC
from backend.platform.records.changes import ALREADY_PENDING
from tenants.loans import (
    back_dating,
    calendar,
    errors,
    explanations,
    prepayments,
    quotes,
    reversals,
    selectors,
    services,
)
from tenants.loans.quote_book import quote_export
from tenants.loans.statement_pdf import statement_export

from .quote_serializers import QuoteDetailSerializer, QuoteProductSerializer, ScheduleQuoteInput
from .serializers import (
    CoreBankingAnswerInput,
    DisbursementCreateInput,
    DisbursementDetailSerializer,
    DisbursementFilters,
    DisbursementRowSerializer,
    DueMonthFilters,
    DueMonthSerializer,
    DueRowFilters,
    DueRowSerializer,
    InstalmentExplanationSerializer,
    LoanDetailSerializer,
    LoanFilters,
    LoanRateSerializer,
    LoanRowSerializer,
    LoanVoucherRowSerializer,
    ReceiptBookInput,
    ReceiptEffectSerializer,
    ReceiptProposeInput,
    ReceiptTermsInput,
    RepaymentExplanationSerializer,
    RepaymentQuoteFilters,
    RepaymentQuoteSerializer,
    RepaymentReceiveInput,
    RepaymentRowSerializer,
    ScheduleDetailSerializer,
    StatementFilters,
)

PREPAYMENT = [
    errors.ARREARS_FIRST, errors.PREPAYMENT_TOO_SMALL, errors.PREPAYMENT_TOO_LARGE, errors.PREPAID_TODAY,
    errors.TOO_MANY_PREPAYMENTS, errors.PREPAYMENT_UNNAMED, errors.PREPAYMENT_ONLY,
    *(error for code, error in errors.LOANMATH.items() if code in prepayments.OF_THE_KERNEL),
]  # fmt: skip
"""What a prepayment in part may be refused for."""


class Disbursements(Endpoint):
    tag = "loans"

    @query(
        action="loans.view", summary="List drawdowns", zh="查询出账", output=DisbursementRowSerializer, paged=True,
        filters=DisbursementFilters, sorts={"req_no": "id", "amount": "amount", "value_on": "value_on"},
    )  # fmt: skip
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return selectors.disbursement_list(actor=request.actor, **filters)

    @command(
        moves_money=True, action="loans.disburse_request", summary="Request a drawdown", zh="发起出账", input=DisbursementCreateInput,
        output=DisbursementDetailSerializer, status=201,
        errors=[
            errors.CONTRACT_NOT_EFFECTIVE, errors.CONTRACT_AMOUNT_EXCEEDED, errors.BEYOND_CONTRACT_END,
            errors.CONTRACT_ENDED, errors.TOO_MANY_DRAWDOWNS, errors.PAYEE_REQUIRED, errors.PAYEE_NOT_FOR_SELF,
        ],
    )  # fmt: skip
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        row = services.disbursement_create(actor=request.actor, **data)
        return selectors.disbursement_get(actor=request.actor, disbursement_id=row.pk)


class DisbursementOne(Endpoint):
    tag = "loans"

    @query(action="loans.view", summary="A drawdown", zh="查看出账", output=DisbursementDetailSerializer)
    def get(self, request: Any, pk: int) -> Any:
        return selectors.disbursement_get(actor=request.actor, disbursement_id=pk)


class DisbursementApprove(Endpoint):
    tag = "loans"

    @command(
        moves_money=True, action="loans.disburse_check", summary="Approve a drawdown and send it to core banking", zh="审核通过出账并发往核心系统", input=EmptyInput,
        output=DisbursementDetailSerializer, errors=[errors.SAME_PERSON, WRONG_STATE],
    )  # fmt: skip
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        services.disbursement_approve(actor=request.actor, disbursement_id=pk)
        return selectors.disbursement_get(actor=request.actor, disbursement_id=pk)


class DisbursementReturn(Endpoint):
    tag = "loans"

    @command(
        moves_money=True, action="loans.disburse_check", summary="Return a drawdown", zh="退回出账", input=ReasonInput,
        output=DisbursementDetailSerializer, errors=[errors.SAME_PERSON, WRONG_STATE],
    )  # fmt: skip
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        services.disbursement_return(actor=request.actor, disbursement_id=pk, **data)
        return selectors.disbursement_get(actor=request.actor, disbursement_id=pk)


class DisbursementInquire(Endpoint):
    tag = "loans"

    @command(
        moves_money=True, action="loans.disburse_inquire", summary="Ask core banking now what became of a payment", zh="向核心系统查询付款结果", input=EmptyInput,
        output=DisbursementDetailSerializer, errors=[WRONG_STATE],
    )  # fmt: skip
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        services.disbursement_inquire(actor=request.actor, disbursement_id=pk)
        return selectors.disbursement_get(actor=request.actor, disbursement_id=pk)


class CoreBankingAnswers(Endpoint):
    """Answers that core banking sends by itself. The signature is checked before the body is read as JSON."""

    tag = "integrations"

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        signature = request.headers.get(signing.HEADER, "")
        if not signing.is_genuine(settings.CORE_BANKING_CALLBACK_KEY, request.body, signature):
            services.core_answer_refuse(reason="签名不符")
            raise errors.BAD_SIGNATURE.at()

    @command(
        action=PUBLIC, summary="An answer of core banking, signed in X-Signature", zh="接收核心系统的签名回执", input=CoreBankingAnswerInput,
        status=204, idempotent=False, atomic=False, errors=[errors.BAD_SIGNATURE],
    )  # fmt: skip
    def post(self, request: Any, data: dict[str, Any]) -> None:
        services.core_answer_receive(answer=data)


class Loans(Endpoint):
    tag = "loans"

    @query(
        action="loans.view", summary="List loans", zh="查询借据", output=LoanRowSerializer, paged=True, filters=LoanFilters,
        sorts={
            "loan_no": "id", "principal_outstanding": "principal_outstanding", "overdue_days": "overdue_days",
            "start_on": "start_on", "maturity_on": "maturity_on",
        },
    )  # fmt: skip
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return selectors.loan_list(actor=request.actor, **filters)


class RepaymentCalendar(Endpoint):
    tag = "loans"

    @query(
        action="loans.view", summary="What falls due on each day of a month", zh="查询还款日历",
        output=DueMonthSerializer, filters=DueMonthFilters,
    )  # fmt: skip
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        month = filters.get("month")
        return calendar.due_month(
            actor=request.actor, month=date.fromisoformat(f"{month}-01") if month else None
        )


class RowsDue(Endpoint):
    tag = "loans"

    @query(
        action="loans.view", summary="List unpaid rows of schedules by the day on which they fall due", zh="查询到期应还明细",
        output=DueRowSerializer, filters=DueRowFilters, paged=True,
        sorts={"due_on": "due_on", "principal_left": "principal_left", "interest_left": "interest_left"},
    )  # fmt: skip
    def get(self, request: Any, filters: dict[str, Any]) -> Any:
        return calendar.due_rows(actor=request.actor, **filters)


class LoanOne(Endpoint):
    tag = "loans"

    @query(action="loans.view", summary="A loan", zh="查看借据", output=LoanDetailSerializer)
    def get(self, request: Any, pk: int) -> Any:
        return selectors.loan_detail(actor=request.actor, loan_id=pk)


class LoanSchedule(Endpoint):
    tag = "loans"

    @query(
        action="loans.view",
        summary="The schedule in force",
        zh="查询现行还款计划",
        output=ScheduleDetailSerializer,
    )
    def get(self, request: Any, pk: int) -> Any:
        return selectors.loan_schedule(actor=request.actor, loan_id=pk)


class LoanRates(Endpoint):
    tag = "loans"

    @query(
        action="loans.view",
        summary="The rates of a loan since its drawdown",
        zh="查询借据的利率变动",
        output=LoanRateSerializer,
        many=True,
    )
    def get(self, request: Any, pk: int) -> Any:
        return selectors.loan_rates(actor=request.actor, loan_id=pk)


class LoanRepayments(Endpoint):
    tag = "loans"

    @query(
        action="loans.view",
        summary="The loan's repayments",
        zh="查询借据的还款记录",
        output=RepaymentRowSerializer,
        paged=True,
    )
    def get(self, request: Any, pk: int) -> Any:
        return selectors.loan_repayments(actor=request.actor, loan_id=pk)

    @command(
        moves_money=True, action="loans.repay", summary="Receive a repayment", zh="登记还款", input=RepaymentReceiveInput, output=RepaymentRowSerializer,
        status=201, errors=[errors.NOTHING_DUE, errors.LOAN_SETTLED, errors.SETTLEMENT_AMOUNT_DIFFERS, BUSY, *PREPAYMENT],
    )  # fmt: skip
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        return services.repayment_receive(actor=request.actor, loan_id=pk, **data)


RECEIPT = [
    errors.RECEIPT_DAY, errors.RECEIPT_KIND, errors.RECEIPT_KNOWN, errors.NOTHING_DUE, errors.DIFFERS_FROM_EVENTS,
    errors.LOANMATH["loanmath.settlement_short"], BUSY,
]  # fmt: skip
"""What a receipt of an earlier day may be refused for."""


class LoanReceipts(Endpoint):
    tag = "loans"

    @command(
        moves_money=True, action="loans.repay", summary="Book a receipt that a channel or core banking took on an earlier day", zh="补记渠道或核心先收的还款",
        input=ReceiptBookInput, output=RepaymentRowSerializer, status=201, errors=[*RECEIPT, errors.RECEIPT_NEEDS_APPROVAL],
    )  # fmt: skip
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        return services.receipt_book(actor=request.actor, loan_id=pk, **data)


class LoanReceiptProposal(Endpoint):
    tag = "loans"

    @command(
        action="loans.repay", summary="Propose to book a receipt of an earlier day that a second person must check", zh="提交补记还款复核",
        input=ReceiptProposeInput, output=ChangeDetailSerializer, status=202, errors=[*RECEIPT, ALREADY_PENDING],
    )  # fmt: skip
    def post(self, request: Any, pk: int, data: dict[str, Any]) -> Any:
        return back_dating.receipt_propose(actor=request.actor, loan_id=pk, **data)


class LoanReceiptQuote(Endpoint):
    tag = "loans"

    @query(
        action="loans.repay", summary="What a receipt of an earlier day would do today", zh="试算补记还款的影响",
        output=ReceiptEffectSerializer, filters=ReceiptTermsInput, errors=RECEIPT,
    )  # fmt: skip
    def get(self, request: Any, pk: int, filters: dict[str, Any]) -> Any:
        return back_dating.receipt_effect(actor=request.actor, loan_id=pk, **filters)


class InstalmentExplained(Endpoint):
    tag = "loans"

    @query(
        action="loans.view", summary="How what a row of the schedule owes came about, in parts that add up to it", zh="查询一期应还金额的由来",
        output=InstalmentExplanationSerializer,
    )  # fmt: skip
    def get(self, request: Any, pk: int, no: int) -> Any:
        return explanations.instalment_explanation(actor=request.actor, loan_id=pk, no=no)


class RepaymentExplained(Endpoint):
    tag = "loans"

    @query(
        action="loans.view", summary="How a repayment was divided, and why in this order", zh="查询一笔还款的冲账过程",
        output=RepaymentExplanationSerializer,
    )  # fmt: skip
    def get(self, request: Any, pk: int, repayment_id: int) -> Any:
        return explanations.repayment_explanation(actor=request.actor, loan_id=pk, repayment_id=repayment_id)


class RepaymentReversal(Endpoint):
    tag = "loans"

    @command(
        action="loans.repay", summary="Propose to reverse the loan's latest repayment of today", zh="提交还款冲正",
        input=ReasonInput, output=ChangeDetailSerializer, status=202,
        errors=[
            ALREADY_PENDING, WRONG_STATE, errors.REVERSED_SAME_DAY_ONLY, errors.LATER_REPAYMENT,
        ],
    )  # fmt: skip
    def post(self, request: Any, pk: int, repayment_id: int, data: dict[str, Any]) -> Any:
        return reversals.reversal_propose(actor=request.actor, loan_id=pk, repayment_id=repayment_id, **data)


class LoanStatement(Endpoint):
    tag = "loans"
    renderer_classes = [JSONRenderer, ProblemBesidePdf]

    @query(
        action="loans.view", summary="The loan's statement for some days as a PDF, in the reader's language", zh="打印对账单",
        filters=StatementFilters, media_type=PDF,
        errors=[
            errors.STATEMENT_RANGE, errors.STATEMENT_IN_THE_FUTURE, errors.STATEMENT_TOO_LONG,
            errors.STATEMENT_NOT_PRINTABLE,
        ],
    )  # fmt: skip
    def get(self, request: Any, pk: int, filters: dict[str, Any]) -> HttpResponse:
        english = language_of(request).startswith("en")
        name, content = statement_export(actor=request.actor, loan_id=pk, english=english, **filters)
        return pdf_response(name, content)


class LoanVouchers(Endpoint):
    tag = "loans"

    @query(
        action="loans.view",
        summary="The loan's vouchers",
        zh="查询借据的传票",
        output=LoanVoucherRowSerializer,
        paged=True,
    )
    def get(self, request: Any, pk: int) -> Any:
        return selectors.loan_vouchers(actor=request.actor, loan_id=pk)


class LoanRepaymentQuote(Endpoint):
    tag = "loans"

    @query(
        action="loans.quote", summary="What a repayment takes on a day", zh="试算还款金额", output=RepaymentQuoteSerializer,
        filters=RepaymentQuoteFilters, errors=[errors.LOAN_SETTLED, errors.QUOTE_IN_THE_PAST, *PREPAYMENT],
    )  # fmt: skip
    def get(self, request: Any, pk: int, filters: dict[str, Any]) -> Any:
        return selectors.repayment_quote(actor=request.actor, loan_id=pk, **filters)


class LoanQuote(Endpoint):
    tag = "loans"

    @command(
        action="loans.quote", summary="The schedule and the yearly cost that terms would have", zh="试算还款计划与年化综合成本",
        input=ScheduleQuoteInput, output=QuoteDetailSerializer, idempotent=False,
        errors=list(errors.LOANMATH.values()),
    )  # fmt: skip
    def post(self, request: Any, data: dict[str, Any]) -> Any:
        return quotes.schedule_quote(**data)


class LoanQuoteProducts(Endpoint):
    tag = "loans"

    @query(
        action="loans.quote", summary="The products on sale that a quote may start from", zh="查询可用于测算的在售产品",
        output=QuoteProductSerializer, many=True,
    )  # fmt: skip
    def get(self, request: Any) -> Any:
        return quotes.quote_products()


class LoanQuoteExport(Endpoint):
    tag = "loans"
    renderer_classes = [JSONRenderer, ProblemBesideWorkbook]

    @command(
        action="loans.quote", summary="The same as a workbook", zh="导出还款测算为 Excel", input=ScheduleQuoteInput, idempotent=False,
        media_type=MEDIA_TYPE, errors=list(errors.LOANMATH.values()),
    )  # fmt: skip
    def post(self, request: Any, data: dict[str, Any]) -> HttpResponse:
        english = language_of(request).startswith("en")
        name, content = quote_export(actor=request.actor, english=english, terms=data)
        return workbook_response(name, content)
