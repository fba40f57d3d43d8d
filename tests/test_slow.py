"""The slow network of the browser tests: every byte arrives, in order, late."""

import hashlib
import socket
import threading
import time
from contextlib import contextmanager, suppress

from tools import slow


@contextmanager
def echo():
    """A server that sends back what it gets, to each of its callers, and ends when they do."""

    def answer(call: socket.socket) -> None:
        with call:
            while data := call.recv(65536):
                call.sendall(data)

    def serve() -> None:
        while True:
            try:
                call, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(call,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as server:
        waiting = threading.Thread(target=serve, daemon=True)
        waiting.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        waiting.join()


def test_a_word_takes_the_delay_each_way():
    with echo() as port, slow.proxy(port, delay=0.1) as far, socket.create_connection(("127.0.0.1", far)) as call:
        for word in (b"one", b"two"):
            start = time.monotonic()
            call.sendall(word)
            assert call.recv(100) == word
            assert time.monotonic() - start >= 0.2


def test_much_arrives_in_order_and_not_one_piece_after_the_other():
    sent = b"".join(hashlib.sha256(k.to_bytes(4, "big")).digest() for k in range(250_000))  # 8 MB, 122 chunks
    with echo() as port, slow.proxy(port, delay=0.1) as far, socket.create_connection(("127.0.0.1", far)) as call:
        start = time.monotonic()
        threading.Thread(target=lambda: (call.sendall(sent), call.shutdown(socket.SHUT_WR)), daemon=True).start()
        got = bytearray()
        while data := call.recv(65536):
            got += data
        assert bytes(got) == sent
        assert time.monotonic() - start < 122 * 0.1  # one after the other would take 24 s


def test_it_ends_with_open_connections_and_with_nobody_at_the_other_side(caplog):
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    with slow.proxy(port, delay=0.01) as far, socket.create_connection(("127.0.0.1", far)) as call:
        with suppress(ConnectionResetError):
            assert call.recv(100) == b""
    with echo() as port, slow.proxy(port, delay=5) as far:
        call = socket.create_connection(("127.0.0.1", far))
        call.sendall(b"never heard")
        time.sleep(0.1)  # it has been taken in
    call.close()
    assert not caplog.records, caplog.text
