from django.urls import path

from .views import IntakeAccept, IntakeAssign, IntakeOne, IntakeReject, Intakes, IntakeWithdraw

urlpatterns = [
    path("intakes", Intakes.as_view()),
    path("intakes/<int:pk>", IntakeOne.as_view()),
    path("intakes/<int:pk>/assign", IntakeAssign.as_view()),
    path("intakes/<int:pk>/accept", IntakeAccept.as_view()),
    path("intakes/<int:pk>/reject", IntakeReject.as_view()),
    path("intakes/<int:pk>/withdraw", IntakeWithdraw.as_view()),
]
