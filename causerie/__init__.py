"""Causerie: open-source, self-hosted community chat."""

__version__ = "0.1.0"
