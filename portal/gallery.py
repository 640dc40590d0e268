"""The page of components, in local settings only."""

from django.urls import path
from django.views.generic import TemplateView

urlpatterns = [path("", TemplateView.as_view(template_name="dev/gallery.html"), name="gallery")]
