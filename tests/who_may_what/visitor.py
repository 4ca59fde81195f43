"""Whoever asks for an address, as anyone in the world."""

from http.cookies import SimpleCookie

from django.db import transaction
from django.test import Client

from tests.who_may_what.world import World


class Visitor:
    """One client for everyone: it signs nobody in twice, and what a request changed is undone."""

    def __init__(self, world: World) -> None:
        self.world, self.client = world, Client()

    def ask(self, method: str, path: str, name: str = "", **data: str):
        self.client.cookies = SimpleCookie()
        if name:
            self.client.cookies.update(self.world.cookies[name])
        with transaction.atomic():
            response = getattr(self.client, method)(path, data)
            transaction.set_rollback(True)
        return response

    def text(self, path: str, name: str, **data: str) -> str:
        return self.ask("get", path, name, **data).content.decode()
