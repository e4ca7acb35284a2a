from django.urls import path

from .views import LoanLedger

urlpatterns = [path("reports/loan-ledger", LoanLedger.as_view())]
