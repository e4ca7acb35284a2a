from django.urls import path

from .views import SubjectEntries, TrialBalanceRows, TrialBalances, VoucherOne, Vouchers

urlpatterns = [
    path("vouchers", Vouchers.as_view()),
    path("vouchers/<int:pk>", VoucherOne.as_view()),
    path("trial-balance", TrialBalances.as_view()),
    path("trial-balance/rows", TrialBalanceRows.as_view()),
    path("subject-entries", SubjectEntries.as_view()),
]
