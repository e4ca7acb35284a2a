from django.urls import path

from . import views

_common = [
    path("session", views.CurrentSession.as_view()),
    path("session/password", views.OwnPassword.as_view()),
    path("sessions", views.Sessions.as_view()),
    path("sessions/<uuid:public_id>", views.SessionOne.as_view()),
]
bank = [
    *_common,
    path("accounts", views.BankAccounts.as_view()),
    path("accounts/<int:pk>/unlock", views.BankAccountUnlock.as_view()),
    path("authentication-log", views.BankAuthenticationLog.as_view()),
]
urlpatterns = [
    *_common,
    path("accounts", views.ProvinceAccounts.as_view()),
    path("accounts/<int:pk>/unlock", views.ProvinceAccountUnlock.as_view()),
    path("authentication-log", views.ProvinceAuthenticationLog.as_view()),
]
