"""The version of the package: the one place that says it; `pyproject.toml` and the command line read it here."""

__version__ = "0.1.0"
