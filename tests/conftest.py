"""Settings for all tests: reproducible property tests, and no network."""

import socket

import pytest
from hypothesis import settings

settings.register_profile("suite", deadline=None, derandomize=True, database=None)
settings.load_profile("suite")


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """The package promises to work offline: a connection made by a test is a failure."""

    def refuse(_socket, address):
        pytest.fail(f"connection to {address}: the package works offline")

    monkeypatch.setattr(socket.socket, "connect", refuse)
