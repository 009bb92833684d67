from django.db import models


class Message(models.Model):
    conversation = models.BigIntegerField(db_index=True)
    sender = models.CharField(max_length=8)
    client_id = models.CharField(max_length=64)
    text = models.TextField()
    sent_at = models.DateTimeField(auto_now_add=True)
