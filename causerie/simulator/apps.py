from django.apps import AppConfig


class SimulatorConfig(AppConfig):
    name = "causerie.simulator"
