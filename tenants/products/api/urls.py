from django.urls import path

from .views import LevelOneProductOne, LevelOneProducts, ProductOne, ProductPublish, Products

urlpatterns = [
    path("level-one-products", LevelOneProducts.as_view()),
    path("level-one-products/<str:code>", LevelOneProductOne.as_view()),
    path("products", Products.as_view()),
    path("products/<int:pk>", ProductOne.as_view()),
    path("products/<int:pk>/publish", ProductPublish.as_view()),
]
