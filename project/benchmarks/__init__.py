"""The benchmarks of `manage.py bench`: each row against a yardstick of the same run (docs/benchmarks.md)."""
