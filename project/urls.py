"""All addresses of the product, one line per room."""

from django.urls import URLPattern, URLResolver, path

from requests_app.display import display_preference

urlpatterns: list[URLPattern | URLResolver] = [
    path("display/", display_preference, name="display"),
]
