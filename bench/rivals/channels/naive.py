"""What a team builds first in Python: Django Channels, one `acreate` a message, the layer in memory, SQLite with synchronous FULL.

One file: settings, table, consumer. Run with `python -m uvicorn naive:application` or `python -m daphne naive:application`.
"""

import os
import sys
from pathlib import Path

import django
from django.conf import settings

DATA = Path(os.environ["NAIVE_DATA"])
NAME = __name__

settings.configure(
    SECRET_KEY="bench",
    ALLOWED_HOSTS=["*"],
    INSTALLED_APPS=["channels", "chat"],
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    CHANNEL_LAYERS={"default": {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 10_000}}},
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "naive.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    },
)
sys.path.insert(0, str(Path(__file__).parent))
django.setup()

from channels.generic.websocket import AsyncJsonWebsocketConsumer  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from chat.models import Message  # noqa: E402
from django.core.asgi import get_asgi_application  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.urls import path  # noqa: E402

call_command("migrate", run_syncdb=True, verbosity=0)


class Chat(AsyncJsonWebsocketConsumer):
    """One pair is one group."""

    async def connect(self):
        self.pair = self.scope["url_route"]["kwargs"]["pair"]
        self.role = self.scope["url_route"]["kwargs"]["role"]
        await self.channel_layer.group_add(f"pair.{self.pair}", self.channel_name)
        await self.accept()

    async def receive_json(self, content, **_kwargs):
        message = await Message.objects.acreate(
            conversation=self.pair, sender=self.role, client_id=content["client_id"], text=content["text"]
        )
        await self.send_json({"type": "ack", "client_id": content["client_id"], "id": message.pk})
        event = {"type": "chat.message", "from": self.channel_name, "id": message.pk, "client_id": message.client_id, "text": message.text}
        await self.channel_layer.group_send(f"pair.{self.pair}", event)

    async def chat_message(self, event):
        if event["from"] != self.channel_name:
            await self.send_json({"type": "message", "id": event["id"], "client_id": event["client_id"], "text": event["text"]})


application = ProtocolTypeRouter(
    {"http": get_asgi_application(), "websocket": URLRouter([path("live/<int:pair>/<str:role>", Chat.as_asgi())])}
)
