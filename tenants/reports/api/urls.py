from django.urls import path

from .views import LoanLedger, NewLoans

urlpatterns = [
    path("reports/loan-ledger", LoanLedger.as_view()),
    path("reports/new-loans", NewLoans.as_view()),
]
