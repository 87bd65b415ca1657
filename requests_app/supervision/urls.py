"""Addresses of the supervisor's room."""

from django.urls import URLPattern, path

from requests_app.supervision import views

app_name = "supervision"

urlpatterns: list[URLPattern] = [
    path("", views.WatchList.as_view(), name="list"),
    path("cases/<int:case_id>/order/", views.Order.as_view(), name="order"),
]
