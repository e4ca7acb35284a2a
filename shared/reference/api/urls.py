from django.urls import path

from . import parameters
from .views import AccountSubjects, Calendar, LprConfirmation, LprQuotes

urlpatterns = [
    path("account-subjects", AccountSubjects.as_view()),
    path("calendar", Calendar.as_view()),
    path("lpr", LprQuotes.as_view()),
    path("lpr/confirm", LprConfirmation.as_view()),
    *parameters.urlpatterns,
]
