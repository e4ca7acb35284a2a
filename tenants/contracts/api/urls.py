from django.urls import path

from .views import ContractDocument, ContractOne, Contracts, ContractSigning, ContractVoiding

urlpatterns = [
    path("contracts", Contracts.as_view()),
    path("contracts/<int:pk>", ContractOne.as_view()),
    path("contracts/<int:pk>/sign", ContractSigning.as_view()),
    path("contracts/<int:pk>/void", ContractVoiding.as_view()),
    path("contracts/<int:pk>/document", ContractDocument.as_view()),
]
