from django.urls import path

from . import views

urlpatterns = [
    path("nights", views.EntityNights.as_view()),
    path("event-backlogs", views.EntityBacklogs.as_view()),
    path("night-summary", views.NightSummary.as_view()),
]
