from django.urls import path

from .views import Accounts, CurrentSession, Sessions

common = [
    path("session", CurrentSession.as_view()),
    path("sessions", Sessions.as_view()),
]
urlpatterns = [*common, path("accounts", Accounts.as_view())]
