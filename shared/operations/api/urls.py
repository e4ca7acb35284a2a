from django.urls import path

from . import views

bank = [path("audit/heads", views.BankAuditHeads.as_view())]
urlpatterns = [
    path("audit/heads", views.AuditHeads.as_view()),
    path("nights", views.EntityNights.as_view()),
    path("nights/<int:pk>/steps/<slug:name>/skip", views.EntityNightStepSkip.as_view()),
    path("night-board", views.NightBoard.as_view()),
    path("night-durations", views.NightDurations.as_view()),
    path("event-backlogs", views.EntityBacklogs.as_view()),
    path("night-summary", views.NightSummary.as_view()),
]
