"""The watch for network sockets sees what it should; and no print service is looked for afar."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.printing import cups
from tests.drill import sockets

ON_THE_NETWORK = """
import ctypes, socket
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()
socket.socket(socket.AF_UNIX).close()
ctypes.CDLL(None).close(ctypes.CDLL(None).socket(10, 1, 0))
"""


def test_a_network_socket_is_seen_by_the_kernel(tmp_path: Path) -> None:
    """Control: without it, silence of the log would prove nothing."""
    why = sockets.no_strace()
    if why:
        pytest.skip(why)
    log = tmp_path / "strace.log"
    (tmp_path / "python.log").write_text("")
    command = ["strace", "-f", "-qq", "-e", "trace=socket,socketpair", "-o", str(log)]
    subprocess.run([*command, sys.executable, "-c", ON_THE_NETWORK], check=True, timeout=60)
    seen = sockets.found(tmp_path)
    assert ["AF_INET," in line or "AF_INET6," in line for line in seen] == [True, True]


def test_a_network_socket_is_seen_by_python(tmp_path: Path) -> None:
    (tmp_path / "desktop").mkdir()
    (tmp_path / "desktop" / "__init__.py").write_text("")
    (tmp_path / "desktop" / "__main__.py").write_text(
        "import socket\n"
        "def main(words):\n"
        "    socket.gethostname()\n"
        "    socket.socket(socket.AF_UNIX).close()\n"
        "    socket.socket(socket.AF_INET).close()\n"
        "    socket.getaddrinfo('127.0.0.1', 80)\n"
    )
    subprocess.run(
        sockets.program(("tour",), tmp_path, trace=False), cwd=tmp_path, check=True, timeout=60
    )
    seen = sockets.found(tmp_path)
    assert [line.split("'")[1] for line in seen] == ["socket.__new__", "socket.getaddrinfo"]


def test_the_print_service_is_asked_on_this_pc_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUPS_SERVER", "to be put back")
    monkeypatch.delenv("CUPS_SERVER")
    cups.stay_here()
    assert os.environ["CUPS_SERVER"] == cups.SOCKET


def test_another_print_service_is_asked_where_it_names_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CUPS_SERVER", "/run/other.sock")
    cups.stay_here()
    assert os.environ["CUPS_SERVER"] == "/run/other.sock"
