"""A real Chromium without a window, spoken to over two pipes; it sees files and nothing else."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
WHY = "no chromium on this machine (Debian: chromium)"

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--remote-debugging-pipe",
)  # fmt: skip


class Page:
    """One tab: opened at a file, asked for values; keeps what went wrong and what it asked for."""

    def __init__(self, out: int, into: int) -> None:
        self._out, self._into = os.fdopen(out, "rb", 0), os.fdopen(into, "wb", 0)
        self._id, self._session, self._rest = 0, "", b""
        self.wrong: list[str] = []
        self.asked: list[str] = []
        self._loaded: set[str] = set()
        """The pages that came to their end, so that none before counts for the one asked for."""
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        made = self._call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = made["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self._call(f"{domain}.enable")
        self._call("Page.setLifecycleEventsEnabled", enabled=True)

    def open(self, file: Path) -> None:
        """Load a file to its end."""
        self.wrong.clear()
        self.asked.clear()
        page = self._call("Page.navigate", url=file.as_uri())["loaderId"]
        while page not in self._loaded:
            self._take(self._message())

    def value(self, script: str) -> Any:
        """What a script gives; a mistake in it is told."""
        got = self._call("Runtime.evaluate", expression=script, returnByValue=True)
        if "exceptionDetails" in got:
            raise AssertionError(got["exceptionDetails"])
        return got["result"].get("value")

    def look(self, width: int, height: int, *, dark: bool = False) -> bytes:
        """A picture of the page at a size."""
        import base64

        self._call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=True,
        )  # fmt: skip
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._call("Emulation.setEmulatedMedia", features=[scheme])
        return base64.b64decode(self._call("Page.captureScreenshot")["data"])

    def close(self) -> None:
        """Say nothing more."""
        self._out.close()
        self._into.close()

    def _call(self, method: str, **values: Any) -> Any:
        self._id += 1
        message: dict[str, Any] = {"id": self._id, "method": method, "params": values}
        if self._session:
            message["sessionId"] = self._session
        self._into.write(json.dumps(message).encode() + b"\0")
        while True:
            got = self._message()
            if got.get("id") == self._id:
                assert "error" not in got, got
                return got["result"]
            self._take(got)

    def _message(self) -> Any:
        while b"\0" not in self._rest:
            more = self._out.read(1 << 16)
            assert more, "chromium has ended"
            self._rest += more
        one, _, self._rest = self._rest.partition(b"\0")
        return json.loads(one)

    def _take(self, got: Any) -> None:
        match got.get("method"):
            case "Page.lifecycleEvent" if got["params"]["name"] == "load":
                self._loaded.add(got["params"]["loaderId"])
            case "Network.requestWillBeSent":
                self.asked.append(got["params"]["request"]["url"])
            case "Log.entryAdded" if got["params"]["entry"]["level"] in ("error", "warning"):
                self.wrong.append(got["params"]["entry"]["text"])
            case "Runtime.exceptionThrown" | "Runtime.consoleAPICalled":
                self.wrong.append(json.dumps(got["params"])[:500])
            case _:
                pass


@contextmanager
def chromium(home: Path) -> Iterator[Page]:
    """Start one, ended by its own id afterwards."""
    there_in, here_out = os.pipe()
    here_in, there_out = os.pipe()
    words = f'exec "$0" "$@" 3<&{there_in} 4>&{there_out}'  # its pipes are 3 and 4
    process = subprocess.Popen(
        ["bash", "-c", words, PROGRAM, *FLAGS, f"--user-data-dir={home}"],
        pass_fds=(there_in, there_out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for each in (there_in, there_out):
        os.close(each)
    page = Page(here_in, here_out)
    try:
        yield page
    finally:
        page.close()
        process.terminate()
        process.wait(10)
