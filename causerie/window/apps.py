from django.apps import AppConfig


class WindowConfig(AppConfig):
    name = "causerie.window"
