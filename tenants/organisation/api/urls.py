from django.urls import path

from . import views
from .views import grids, offices, parameters, staff

urlpatterns = [
    path("branches", offices.Branches.as_view()),
    path("branches/tree", offices.BranchTree.as_view()),
    path("branches/<int:pk>", offices.BranchOne.as_view()),
    path("branches/<int:pk>/holdings", offices.BranchHoldings.as_view()),
    path("branches/<int:pk>/move", offices.BranchMove.as_view()),
    path("branches/<int:pk>/close", offices.BranchClose.as_view()),
    path("branches/<int:pk>/reopen", offices.BranchReopen.as_view()),
    path("departments", offices.Departments.as_view()),
    path("departments/<int:pk>", offices.DepartmentOne.as_view()),
    path("departments/<int:pk>/move", offices.DepartmentMove.as_view()),
    path("departments/<int:pk>/close", offices.DepartmentClose.as_view()),
    path("departments/<int:pk>/reopen", offices.DepartmentReopen.as_view()),
    path("staff", staff.StaffMembers.as_view()),
    path("staff/<int:pk>", staff.StaffOne.as_view()),
    path("staff/<int:pk>/transfer", staff.StaffTransfer.as_view()),
    path("staff/<int:pk>/leave", staff.StaffLeave.as_view()),
    path("staff/<int:pk>/return", staff.StaffReturn.as_view()),
    path("staff/<int:pk>/handover", staff.StaffHandover.as_view()),
    path("grids", grids.Grids.as_view()),
    path("grids/<int:pk>", grids.GridOne.as_view()),
    path("grids/<int:pk>/reassign", grids.GridReassign.as_view()),
    path("roles", views.Roles.as_view()),
    path("posts", views.Posts.as_view()),
    path("authorities", views.Authorities.as_view()),
    path("parameters", parameters.Parameters.as_view()),
    path("parameters/<str:code>", parameters.ParameterOne.as_view()),
    path("parameters/<str:code>/changes", parameters.ParameterChanges.as_view()),
    path("dictionaries", parameters.Dictionaries.as_view()),
    path("dictionaries/<str:code>", parameters.DictionaryOne.as_view()),
    path("dictionaries/<str:code>/entries", parameters.DictionaryEntries.as_view()),
    path("dictionaries/<str:code>/end", parameters.DictionaryEntryEnd.as_view()),
]
