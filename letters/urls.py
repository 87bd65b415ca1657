"""Addresses of the verification of letters."""

from django.urls import path

from letters import web

app_name = "letters"

urlpatterns = [path("", web.verify, name="verify")]
