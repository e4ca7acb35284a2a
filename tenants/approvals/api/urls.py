from django.urls import path

from .views import TaskDecision, TaskOne, Tasks, TaskWeek

urlpatterns = [
    path("tasks", Tasks.as_view()),
    path("tasks/week", TaskWeek.as_view()),
    path("tasks/<int:pk>", TaskOne.as_view()),
    path("tasks/<int:pk>/decide", TaskDecision.as_view()),
]
