"""A broker's app, played: OpenAI's own client at a loopback port that leads to the broker."""

import socket
import threading
from contextlib import ExitStack, suppress

import openai

from generator.broker import Broker


def client_of(broker: Broker, stack: ExitStack, retries: int = 0) -> openai.OpenAI:
    """A client as an app would make one of its environment; the stack ends it."""
    listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))

    def serve(sock: socket.socket) -> None:
        with sock, suppress(OSError):
            broker.serve(sock)

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    stack.callback(listener.shutdown, socket.SHUT_RDWR)
    env = broker.environment(f"http://127.0.0.1:{listener.getsockname()[1]}")
    client = openai.OpenAI(base_url=env["OPENAI_BASE_URL"], api_key=env["OPENAI_API_KEY"], max_retries=retries)
    return stack.enter_context(client)
