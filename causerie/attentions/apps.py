from django.apps import AppConfig


class AttentionsConfig(AppConfig):
    name = "causerie.attentions"
