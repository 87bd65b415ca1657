"""Django application configuration."""

from django.apps import AppConfig


class RequestsAppConfig(AppConfig):
    """What a request is: the law, the records, every read and every write."""

    name = "requests_app"
    verbose_name = "申请与规则"
