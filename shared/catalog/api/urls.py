from django.urls import path

from .views import LevelOneProductOne, LevelOneProductPublish, LevelOneProducts

urlpatterns = [
    path("level-one-products", LevelOneProducts.as_view()),
    path("level-one-products/<int:pk>", LevelOneProductOne.as_view()),
    path("level-one-products/<int:pk>/publish", LevelOneProductPublish.as_view()),
]
