from django.urls import path

from . import views

urlpatterns = [
    path("deduction-files", views.DeductionFiles.as_view()),
    path("deduction-files/preview", views.DeductionFilePreview.as_view()),
    path("deduction-files/<int:pk>", views.DeductionFileOne.as_view()),
    path("deduction-files/<int:pk>/rows", views.DeductionRows.as_view()),
    path("deduction-files/<int:pk>/result", views.DeductionResult.as_view()),
    path("deduction-files/<int:pk>/stop", views.DeductionFileStop.as_view()),
    path("deduction-files/<int:pk>/resume", views.DeductionFileResume.as_view()),
]
