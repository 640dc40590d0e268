"""The page of messages that were not really sent; mounted at /phat-trien/tin-nhan/."""

from django.urls import path

from accounts.views.outbox import outbox

urlpatterns = [path("", outbox, name="outbox")]
