from django.urls import path

from . import second_factor, tokens, views

_common = [
    path("session", views.CurrentSession.as_view()),
    path("session/code", second_factor.SignInCode.as_view()),
    path("session/password", views.OwnPassword.as_view()),
    path("session/second-factor", second_factor.SecondFactor.as_view()),
    path("session/second-factor/enrolment", second_factor.Enrolment.as_view()),
    path("session/second-factor/confirmation", second_factor.EnrolmentConfirmation.as_view()),
    path("session/second-factor/recovery-codes", second_factor.RecoveryCodes.as_view()),
    path("session/second-factor/removal", second_factor.SecondFactorRemoval.as_view()),
    path("session/step-up", second_factor.StepUp.as_view()),
    path("sessions", views.Sessions.as_view()),
    path("sessions/<uuid:public_id>", views.SessionOne.as_view()),
    path("tokens", tokens.Tokens.as_view()),
    path("tokens/refresh", tokens.TokensRefresh.as_view()),
]
bank = [
    *_common,
    path("accounts", views.BankAccounts.as_view()),
    path("accounts/<int:pk>/unlock", views.BankAccountUnlock.as_view()),
    path("accounts/<int:pk>/second-factor-reset", views.BankAccountSecondFactorReset.as_view()),
    path("authentication-log", views.BankAuthenticationLog.as_view()),
]
urlpatterns = [
    *_common,
    path("accounts", views.ProvinceAccounts.as_view()),
    path("accounts/<int:pk>/unlock", views.ProvinceAccountUnlock.as_view()),
    path("accounts/<int:pk>/second-factor-reset", views.ProvinceAccountSecondFactorReset.as_view()),
    path("authentication-log", views.ProvinceAuthenticationLog.as_view()),
]
