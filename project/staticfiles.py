"""Which static files are collected."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class ProductStaticFiles(StaticFilesConfig):
    """Leaves out the front end of viewflow: its style sheets name fonts that are not there."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "viewflow"]
