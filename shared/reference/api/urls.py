from django.urls import path

from . import parameters
from .views import LprConfirmation, LprQuotes

urlpatterns = [
    path("lpr", LprQuotes.as_view()),
    path("lpr/confirm", LprConfirmation.as_view()),
    *parameters.urlpatterns,
]
