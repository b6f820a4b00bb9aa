"""Whether the devices that the settings name are there; asked by the doctor, without a window."""

import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

from desktop.decoding.ask import program
from desktop.domain.cards import READY_WITHIN, CardRefused, ReaderError, command_words, understood
from desktop.settings import Settings

CAMERAS, SCREENS = Path("/sys/class/video4linux"), Path("/sys/class/drm")
"""Where Linux names its cameras and the plugs of its screens; other systems are not looked at."""


def missing(
    settings: Settings,
    cameras: Path = CAMERAS,
    screens: Path = SCREENS,
    seconds: float = READY_WITHIN,
) -> Iterator[str]:
    """The settings whose device is not there; what is off or cannot be looked at is not named."""
    command = reader_command(settings)
    if settings.card_reader != "off" and not _ready(command, seconds):
        yield "card_reader"
    if settings.camera == "on" and settings.camera_name and cameras.exists():
        names = [file.read_text(errors="replace").strip() for file in cameras.glob("*/name")]
        if not any(_same(settings.camera_name, name) for name in names):
            yield "camera_name"
    if settings.second_screen == "on" and settings.second_screen_name:
        plugs = [file.read_text().strip() for file in screens.glob("*/status")]
        if plugs and plugs.count("connected") < 2:
            yield "second_screen_name"


def reader_command(settings: Settings) -> tuple[str, ...]:
    """How the reader's program is started; nothing where there is none."""
    match settings.card_reader:
        case "simulated":
            return (*program(), "simulate", "card-reader")
        case "program":
            return command_words(settings.card_reader_program)
        case _:
            return ()


def _same(one: str, two: str) -> bool:
    """Systems cut names short or say them twice."""
    return bool(two) and (one in two or two in one)


def _ready(command: tuple[str, ...], seconds: float) -> bool:
    """Whether the program says in time that its reader is there; it is ended in any case.

    A reader that another program holds, such as the window itself, is there.
    """
    if not command:
        return False
    try:
        helper = subprocess.Popen(  # noqa: S603 - the program that IT named, no shell
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, ValueError):
        return False
    late = threading.Timer(seconds, helper.kill)
    late.start()
    with helper:
        try:
            return _says_ready(helper)
        finally:
            late.cancel()
            helper.kill()


def _says_ready(helper: "subprocess.Popen[bytes]") -> bool:
    line = helper.stdout.readline(1000) if helper.stdout is not None else b""
    try:
        told = understood(line)
    except CardRefused:
        return False
    return told.ready or told.error is ReaderError.BUSY
