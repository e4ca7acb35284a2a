from django.urls import path

from . import views

urlpatterns = [
    path("nights", views.Nights.as_view()),
    path("nights/timetable", views.NightTimetable.as_view()),
    path("nights/<int:pk>", views.NightOne.as_view()),
    path("nights/<int:pk>/retry", views.NightRetry.as_view()),
    path("nights/<int:pk>/stop", views.NightStop.as_view()),
    path("nights/<int:pk>/resume", views.NightResume.as_view()),
    path("nights/<int:pk>/steps/<slug:name>/skip", views.NightStepSkip.as_view()),
]
