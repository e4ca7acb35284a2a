from django.urls import path

from . import views

urlpatterns = [
    path("branches", views.Branches.as_view()),
    path("staff", views.StaffMembers.as_view()),
    path("roles", views.Roles.as_view()),
    path("posts", views.Posts.as_view()),
    path("authorities", views.Authorities.as_view()),
]
