from django.urls import path

from . import account_views, role_views, second_factor, tokens, views

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
    path("accounts/<int:pk>/disable", account_views.AccountDisable.as_view()),
    path("accounts/<int:pk>/enable", account_views.AccountEnable.as_view()),
    path("accounts/<int:pk>/reset", account_views.AccountReset.as_view()),
    path("accounts/<int:pk>/first-password", account_views.AccountFirstPassword.as_view()),
    path("accounts/<int:pk>/unlock", account_views.AccountUnlock.as_view()),
    path("accounts/<int:pk>/second-factor-reset", account_views.AccountSecondFactorReset.as_view()),
]
bank = [
    *_common,
    path("accounts", account_views.BankAccounts.as_view()),
    path("authentication-log", views.BankAuthenticationLog.as_view()),
]
urlpatterns = [
    *_common,
    path("accounts", account_views.ProvinceAccounts.as_view()),
    path("accounts/same-persons", account_views.SamePersons.as_view()),
    path("province-roles", role_views.ProvinceRoles.as_view()),
    path("province-roles/actions", role_views.ProvinceActions.as_view()),
    path("province-roles/<int:pk>", role_views.ProvinceRoleOne.as_view()),
    path("province-roles/<int:pk>/define", role_views.ProvinceRoleDefine.as_view()),
    path("province-role-holdings", role_views.ProvinceRoleHoldings.as_view()),
    path("province-role-holdings/<int:pk>/end", role_views.ProvinceRoleHoldingEnd.as_view()),
    path("authentication-log", views.ProvinceAuthenticationLog.as_view()),
]
