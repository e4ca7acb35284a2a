from django.urls import path

from .views import (
    CustomerIdentityCorrection,
    CustomerOne,
    CustomerReveal,
    Customers,
    HouseholdMembers,
    HouseholdOne,
    Households,
)

urlpatterns = [
    path("customers", Customers.as_view()),
    path("customers/<int:pk>", CustomerOne.as_view()),
    path("customers/<int:pk>/identity-correction", CustomerIdentityCorrection.as_view()),
    path("customers/<int:pk>/reveal", CustomerReveal.as_view()),
    path("households", Households.as_view()),
    path("households/<int:pk>", HouseholdOne.as_view()),
    path("households/<int:pk>/members", HouseholdMembers.as_view()),
]
