from django.urls import path

from . import parameters
from .views import LprConfirmation, LprQuotes

urlpatterns = [
    path("lpr", LprQuotes.as_view()),
    path("lpr/confirm", LprConfirmation.as_view()),
    path("parameters", parameters.Parameters.as_view()),
    path("parameters/<str:code>", parameters.ParameterOne.as_view()),
    path("parameters/<str:code>/changes", parameters.ParameterChanges.as_view()),
    path("dictionaries", parameters.Dictionaries.as_view()),
    path("dictionaries/<str:code>", parameters.DictionaryOne.as_view()),
    path("dictionaries/<str:code>/entries", parameters.DictionaryEntries.as_view()),
    path("dictionaries/<str:code>/end", parameters.DictionaryEntryEnd.as_view()),
]
