"""Asks kuaidi100 where a parcel is: one number at a time, only where the station has an account.

Nothing but the waybill number and, where the carrier wants it, four digits of a phone leaves the
house. No proxy of the surroundings is used and no redirect is followed.
"""

import hashlib
import http.client
import io
import ipaddress
import json
import re
import socket
import ssl
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import SplitResult, urlencode, urlsplit

from desktop.domain.errors import Refusal, Trouble
from desktop.domain.tracking import TrackEvent
from desktop.domain.waybills import Carrier, Verdict, check_waybill
from desktop.services.status_files import read_answers

EVERY = timedelta(minutes=30)
"""How long a number rests before it is asked for again; the service shuts out who asks sooner."""

ANSWER_SIZE = 1_000_000
"""Bytes of an answer that are read."""

CHINA = timezone(timedelta(hours=8))
"""The service tells times without a zone; these are China's, wherever the PC believes to be."""


@dataclass(frozen=True, slots=True)
class KuaidiAccount:
    """The station's account: where the service is, who asks, and the secret that signs."""

    url: str
    customer: str
    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds until a connection stands, and from then until the whole answer is here."""

    connect: float = 5.0
    answer: float = 10.0


def due_again(asked_at: datetime | None, now: datetime) -> bool:
    """Whether a number may be asked for again.

    A time ahead of ours by more than the pause comes from a clock that was put right since.
    """
    return asked_at is None or abs(now - asked_at) >= EVERY


def signature(param: str, key: str, customer: str) -> str:
    """The signature that the interface asks for: upper-case MD5 of param, key and customer.

    MD5 protects nothing today, which is why `usedforsecurity` is off (a hardened Python would
    refuse it otherwise); that nobody reads or alters the question is left to TLS.
    """
    told = f"{param}{key}{customer}".encode()
    return hashlib.md5(told, usedforsecurity=False).hexdigest().upper()


def ask(
    account: KuaidiAccount,
    carrier: Carrier,
    number: str,
    phone: str = "",
    timeout: Patience = Patience(),
    tls: ssl.SSLContext | None = None,
) -> tuple[TrackEvent, ...]:
    """What happened to a parcel so far; raises Refusal for every way in which that can fail.

    `tls` names other authorities than the system's, for a station behind a gateway of its own.
    """
    check = check_waybill(number)
    if check.verdict is Verdict.INVALID:
        raise Refusal(Trouble.WAYBILL_INVALID, field="waybill", reason=check.reason)
    form = _form(account, carrier, check.number, phone)
    return _events(_exchange(check_address(account.url), form, timeout, tls), check.number)


def _form(account: KuaidiAccount, carrier: Carrier, number: str, phone: str) -> bytes:
    asked = {"com": carrier.value, "num": number, "resultv2": "4", "show": "0", "order": "desc"}
    digits = re.sub("[^0-9]", "", phone)
    if len(digits) >= 4:
        asked["phone"] = digits[-4:]  # all that carriers compare
    param = json.dumps(asked)
    sign = signature(param, account.key, account.customer)
    return urlencode({"customer": account.customer, "sign": sign, "param": param}).encode()


_HOST = re.compile(r"(?:[A-Za-z0-9_-]{1,63}\.)*[A-Za-z0-9_-]{1,63}|[0-9A-Fa-f:.]{2,45}")


def check_address(url: str) -> SplitResult:
    """An address that may be asked: by HTTPS, or on this very PC."""
    try:
        found = urlsplit(url)
        proper = found.port != 0 and _may_be_asked(found) and re.fullmatch("[!-~]+", url)
    except ValueError as error:  # no such port, or a bracket left open
        raise Refusal(Trouble.CARRIER_ADDRESS, field="url") from error
    if not proper:
        raise Refusal(Trouble.CARRIER_ADDRESS, field="url")
    return found


def _may_be_asked(url: SplitResult) -> bool:
    host = url.hostname or ""
    if "@" in url.netloc or url.fragment or not _HOST.fullmatch(host):
        return False
    return url.scheme == "https" or (url.scheme == "http" and _is_here(host))


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _exchange(
    url: SplitResult, form: bytes, timeout: Patience, tls: ssl.SSLContext | None
) -> bytes:
    """Send the form and bring back the body of the answer."""
    host = url.hostname or ""
    try:
        line = _dial(url, host, timeout, tls)
    except ssl.SSLError as error:
        raise Refusal(Trouble.CARRIER_UNTRUSTED, host=host) from error
    except OSError as error:
        raise Refusal(Trouble.CARRIER_UNREACHABLE, host=host) from error
    with line:
        try:
            return _answer(url, form, _Line(line, time.monotonic() + timeout.answer))
        except TimeoutError as error:
            raise Refusal(Trouble.CARRIER_UNREACHABLE, host=host) from error
        except (http.client.HTTPException, OSError) as error:
            raise Refusal(Trouble.CARRIER_UNREADABLE, problem="HTTP") from error


def _dial(
    url: SplitResult, host: str, timeout: Patience, tls: ssl.SSLContext | None
) -> socket.socket:
    secure = url.scheme == "https"
    line = socket.create_connection((host, url.port or (443 if secure else 80)), timeout.connect)
    if not secure:
        return line
    try:
        return (tls or ssl.create_default_context()).wrap_socket(line, server_hostname=host)
    except OSError:
        line.close()
        raise


class _Line:
    """A connection with one deadline, however slowly the other side speaks.

    A socket's own limit starts anew with each byte.
    """

    def __init__(self, line: socket.socket, until: float) -> None:
        self._line, self._until = line, until

    def _hurry(self) -> socket.socket:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._line.settimeout(left)
        return self._line

    def sendall(self, data: bytes) -> None:
        self._hurry().sendall(data)

    def receive(self, into: Any) -> int:
        return self._hurry().recv_into(into)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Heard(self))

    def close(self) -> None:
        """The socket is closed by who opened it, after the body is read."""


class _Heard(io.RawIOBase):
    """What comes in on a line, as a file."""

    def __init__(self, line: _Line) -> None:
        super().__init__()
        self._line = line

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._line.receive(buffer)


def _answer(url: SplitResult, form: bytes, line: Any) -> bytes:
    connection = http.client.HTTPConnection(url.netloc)
    connection.sock = line
    path = (url.path or "/") + (f"?{url.query}" if url.query else "")
    headers = {
        "Host": url.netloc,
        "Content-Type": "application/x-www-form-urlencoded",
        "Connection": "close",
    }
    connection.request("POST", path, form, headers)
    with connection.getresponse() as response:
        return _body(response)


def _body(response: http.client.HTTPResponse) -> bytes:
    if response.status != http.client.OK:
        raise Refusal(Trouble.CARRIER_UNREADABLE, problem=f"HTTP {response.status}")
    body = response.read(ANSWER_SIZE + 1)
    if len(body) > ANSWER_SIZE:
        raise Refusal(Trouble.CARRIER_UNREADABLE, problem="> 1 MB")
    if response.length:  # more was announced than came
        raise Refusal(Trouble.CARRIER_UNREADABLE, problem="Content-Length")
    return body


def _events(body: bytes, number: str) -> tuple[TrackEvent, ...]:
    try:
        answers = read_answers(body, CHINA)
    except Refusal as error:
        if error.trouble is Trouble.CARRIER_REFUSED:
            raise
        raise Refusal(Trouble.CARRIER_UNREADABLE, problem=error.values["place"]) from error
    if [answer.number for answer in answers] != [number]:
        raise Refusal(Trouble.CARRIER_UNREADABLE, problem="nu")
    return answers[0].events
