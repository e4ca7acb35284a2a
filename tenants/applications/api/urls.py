from django.urls import path

from .views import (
    ApplicationCancellation,
    ApplicationOne,
    Applications,
    ApplicationSubmission,
    IntakeConversion,
)

urlpatterns = [
    path("intakes/<int:pk>/convert", IntakeConversion.as_view()),
    path("applications", Applications.as_view()),
    path("applications/<int:pk>", ApplicationOne.as_view()),
    path("applications/<int:pk>/submit", ApplicationSubmission.as_view()),
    path("applications/<int:pk>/cancel", ApplicationCancellation.as_view()),
]
