from django.urls import path

from . import views

urlpatterns = [
    path("disbursements", views.Disbursements.as_view()),
    path("disbursements/<int:pk>", views.DisbursementOne.as_view()),
    path("disbursements/<int:pk>/approve", views.DisbursementApprove.as_view()),
    path("disbursements/<int:pk>/return", views.DisbursementReturn.as_view()),
    path("disbursements/<int:pk>/inquire", views.DisbursementInquire.as_view()),
    path("integrations/core-banking/answers", views.CoreBankingAnswers.as_view()),
    path("loans", views.Loans.as_view()),
    path("loans/quote", views.LoanQuote.as_view()),
    path("loans/quote/products", views.LoanQuoteProducts.as_view()),
    path("loans/quote/export", views.LoanQuoteExport.as_view()),
    path("loans/calendar", views.RepaymentCalendar.as_view()),
    path("loans/rows-due", views.RowsDue.as_view()),
    path("loans/<int:pk>", views.LoanOne.as_view()),
    path("loans/<int:pk>/schedule", views.LoanSchedule.as_view()),
    path("loans/<int:pk>/rates", views.LoanRates.as_view()),
    path("loans/<int:pk>/repayments", views.LoanRepayments.as_view()),
    path("loans/<int:pk>/schedule/<int:no>/explanation", views.InstalmentExplained.as_view()),
    path("loans/<int:pk>/repayments/<int:repayment_id>/explanation", views.RepaymentExplained.as_view()),
    path("loans/<int:pk>/repayments/<int:repayment_id>/reversal", views.RepaymentReversal.as_view()),
    path("loans/<int:pk>/receipts", views.LoanReceipts.as_view()),
    path("loans/<int:pk>/receipts/proposal", views.LoanReceiptProposal.as_view()),
    path("loans/<int:pk>/receipts/quote", views.LoanReceiptQuote.as_view()),
    path("loans/<int:pk>/statement", views.LoanStatement.as_view()),
    path("loans/<int:pk>/vouchers", views.LoanVouchers.as_view()),
    path("loans/<int:pk>/repayment-quote", views.LoanRepaymentQuote.as_view()),
]
