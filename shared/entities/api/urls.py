from django.urls import path

from . import views

urlpatterns = [
    path("entities", views.Entities.as_view()),
    path("entities/<str:code>", views.EntityOne.as_view()),
    path("entities/<str:code>/onboarding", views.EntityOnboarding.as_view()),
    path("entities/<str:code>/onboarding/retry", views.EntityOnboardingRetry.as_view()),
    path("entities/<str:code>/suspend", views.EntitySuspend.as_view()),
    path("entities/<str:code>/resume", views.EntityResume.as_view()),
]
