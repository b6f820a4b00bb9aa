"""A carrier's service on this PC that answers as kuaidi100 does, and in every way it should not."""

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import md5
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from desktop.services.kuaidi import KuaidiAccount

CUSTOMER, KEY = "STATION", "a secret of the station"

ROWS = [
    {
        "time": "2026-11-22 10:05:00",
        "ftime": "2026-11-22 10:05:00",
        "context": "已签收，本人收",
        "status": "本人签收",
        "statusCode": "301",
        "areaName": "浙江,杭州市,拱墅区",
    },
    {
        "time": "2026-11-21 09:00:00",
        "ftime": "2026-11-21 09:00:00",
        "context": "【示例投递部】安排投递",
        "status": "派件",
        "statusCode": "5",
        "areaName": "浙江,杭州市",
    },
]


@dataclass
class Asked:
    """One question as it came in, and the way to answer it."""

    param: dict[str, str]
    phone: "_Phone"
    ended: threading.Event

    def send(
        self, body: bytes, status: int = 200, kind: str = "application/json", more: int = 0
    ) -> None:
        """Answer; `more` is how many bytes are announced and do not come."""
        self.phone.send_response(status)
        self.phone.send_header("Content-Type", kind)
        self.phone.send_header("Content-Length", str(len(body) + more))
        if status == HTTPStatus.FOUND:
            self.phone.send_header("Location", "/elsewhere")
        self.phone.end_headers()
        self.phone.wfile.write(body)


Manner = Callable[[Asked], None]


def answer(number: str, **parts: Any) -> bytes:
    """The body of a good answer."""
    whole = {
        "message": "ok", "nu": number, "ischeck": "1", "condition": "F00", "com": "ems",
        "status": "200", "state": "301", "data": ROWS, **parts,
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False).encode()


def good(asked: Asked) -> None:
    asked.send(answer(asked.param["num"]))


def refuses(code: str, words: str) -> Manner:
    """Knows the account, and says no."""
    body = {"result": False, "returnCode": code, "message": words}

    def manner(asked: Asked) -> None:
        asked.send(json.dumps(body).encode())

    return manner


def silent(asked: Asked) -> None:
    """Takes the question and never says a word."""
    asked.ended.wait()


def dripping(asked: Asked) -> None:
    """Each byte comes in time, the answer never ends."""
    asked.phone.wfile.write(b"HTTP/1.0 200 OK\r\nX: ")
    while not asked.ended.wait(0.02):
        asked.phone.wfile.write(b"x")


def hangs_up(asked: Asked) -> None:
    """Closes before the first word."""


def half(asked: Asked) -> None:
    """Announces the whole and sends half."""
    body = answer(asked.param["num"])
    asked.send(body[:100], more=len(body) - 100)


def too_much_announced(asked: Asked) -> None:
    """The answer is whole, its announced length is not true."""
    asked.send(answer(asked.param["num"]), more=1)


def cut_short(asked: Asked) -> None:
    """A true length, and half a JSON in it."""
    asked.send(answer(asked.param["num"])[:-40])


def broken_pieces(asked: Asked) -> None:
    """Sent in pieces, the last of which never comes."""
    asked.phone.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{}")


def no_http(asked: Asked) -> None:
    asked.phone.wfile.write(b"220 mail.example ESMTP\r\n")


def endless(asked: Asked) -> None:
    """Sends until nobody listens any more."""
    asked.phone.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n")
    while not asked.ended.is_set():
        asked.phone.wfile.write(b" " * 65_536)


def redirects(asked: Asked) -> None:
    """Sends on to another place of its own, where a second question would be counted."""
    asked.send(b"", 302)


def page_of_error(asked: Asked) -> None:
    asked.send(b"<html><h1>502 Bad Gateway</h1></html>", 502, "text/html")


def page(asked: Asked) -> None:
    """A page to sign in at, as a gateway puts it in the way."""
    asked.send("<html>请登录</html>".encode(), kind="text/html; charset=utf-8")


def another_number(asked: Asked) -> None:
    asked.send(answer("EE100000025CN"))


def several(asked: Asked) -> None:
    body = answer(asked.param["num"])
    asked.send(b"[" + body + b"," + body + b"]")


def other_shape(asked: Asked) -> None:
    asked.send(answer(asked.param["num"], data={"0": ROWS[0]}))


class _Phone(BaseHTTPRequestHandler):
    """Takes one question; whoever signs it wrongly is told so, as the service does."""

    server: "_Office"

    def do_POST(self) -> None:
        size = int(self.headers["Content-Length"])
        form = {name: value for name, (value,) in parse_qs(self.rfile.read(size).decode()).items()}
        self.server.forms.append(form)
        sign = md5(f"{form['param']}{KEY}{CUSTOMER}".encode(), usedforsecurity=False)
        known = form["customer"] == CUSTOMER and form["sign"] == sign.hexdigest().upper()
        asked = Asked(json.loads(form["param"]), self, self.server.ended)
        try:
            (self.server.manner if known else refuses("503", "验证签名失败"))(asked)
        except OSError:  # the other side has had enough
            self.close_connection = True

    def log_message(self, *_arguments: object) -> None:
        """Tests say what they want to know."""


class _Office(ThreadingHTTPServer):
    daemon_threads = False  # so that closing waits for each of them

    def __init__(self, manner: Manner) -> None:
        super().__init__(("127.0.0.1", 0), _Phone)
        self.manner = manner
        self.ended = threading.Event()
        self.forms: list[dict[str, str]] = []


@dataclass
class Service:
    """A service that runs: the station's account there, and what it was asked."""

    account: KuaidiAccount
    forms: list[dict[str, str]] = field(default_factory=list)

    def params(self) -> list[dict[str, str]]:
        return [json.loads(form["param"]) for form in self.forms]


@contextmanager
def service(manner: Manner = good, tls: ssl.SSLContext | None = None) -> Iterator[Service]:
    """A service in its own thread, until the block ends."""
    office = _Office(manner)
    if tls is not None:
        office.socket = tls.wrap_socket(office.socket, server_side=True)
    thread = threading.Thread(target=office.serve_forever, args=(0.01,))
    thread.start()
    try:
        url = f"{'https' if tls else 'http'}://127.0.0.1:{office.server_port}/poll/query.do"
        yield Service(KuaidiAccount(url, CUSTOMER, KEY), office.forms)
    finally:
        office.ended.set()
        office.shutdown()
        thread.join()
        office.server_close()
