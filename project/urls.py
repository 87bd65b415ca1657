"""All addresses of the product, one line per room."""

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, include, path

from requests_app.display import display_preference
from workflows.desk.account import SignIn

urlpatterns: list[URLPattern | URLResolver] = [
    path("display/", display_preference, name="display"),
    path("login/", SignIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("desk/", include("workflows.desk.urls")),
    path("verify/", include("letters.urls")),
    path("supervision/", include("requests_app.supervision.urls")),
    path("", include("requests_app.portal.urls")),
]
