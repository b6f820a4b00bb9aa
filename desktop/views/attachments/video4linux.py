"""Cameras as Linux knows them (Video4Linux2): which there are, what they can, their frames.

Numbers and layouts are those of `linux/videodev2.h` on 64 bits. Qt's own way needs FFmpeg and Qt
Quick, 38 MB for pictures that a camera hands out as JPEG by itself.
"""

import mmap
import os
import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from fcntl import ioctl
from pathlib import Path

DEVICES = Path("/dev")

LARGEST = 12_000_000
"""Dots of a frame at most."""

BUFFERS = 3

_CAPTURE, _MMAP = 1, 1
_CAN_CAPTURE, _CAN_STREAM = 0x1, 0x0400_0000
_DISCRETE = 1


def _number(direction: int, place: int, size: int) -> int:
    return direction << 30 | size << 16 | ord("V") << 8 | place


_READ, _WRITE, _BOTH = 2, 1, 3
QUERYCAP = _number(_READ, 0, 104)
ENUM_FMT = _number(_BOTH, 2, 64)
S_FMT = _number(_BOTH, 5, 208)
REQBUFS = _number(_BOTH, 8, 20)
QUERYBUF = _number(_BOTH, 9, 88)
QBUF = _number(_BOTH, 15, 88)
DQBUF = _number(_BOTH, 17, 88)
STREAMON = _number(_WRITE, 18, 4)
STREAMOFF = _number(_WRITE, 19, 4)
ENUM_FRAMESIZES = _number(_BOTH, 74, 44)

Call = Callable[[int, int, bytearray], int]
"""Asks the kernel something about an open device; the answer is written over the question."""


def kernel(device: int, number: int, what: bytearray) -> int:
    """Ask the real one."""
    return int(ioctl(device, number, what, True))


@dataclass(frozen=True, slots=True)
class Format:
    """What a camera can send: `code` is `MJPG`, `JPEG` or `YUYV`."""

    code: str
    width: int
    height: int

    @property
    def dots(self) -> int:
        """How fine it is."""
        return self.width * self.height


CODES = ("MJPG", "JPEG", "YUYV")
"""The better one first where two are equally fine."""


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera that was found, and the finest picture it sends that is not beyond measure."""

    path: Path
    name: str
    best: Format


def cameras(folder: Path = DEVICES, call: Call = kernel) -> tuple[Camera, ...]:
    """The cameras there are now, those that nobody may open left out."""
    nodes = sorted(folder.glob("video*"), key=lambda node: (len(node.name), node.name))
    return tuple(found for node in nodes if (found := _camera(node, call)) is not None)


def _camera(node: Path, call: Call) -> Camera | None:
    try:
        device = os.open(node, os.O_RDWR | os.O_NONBLOCK)
    except OSError:
        return None
    try:
        return _asked(node, device, call)
    except OSError:  # a node that is no camera knows none of the questions
        return None
    finally:
        os.close(device)


def _asked(node: Path, device: int, call: Call) -> Camera | None:
    told = bytearray(104)
    call(device, QUERYCAP, told)
    (can,) = struct.unpack_from("=I", told, 88)
    if not (can & _CAN_CAPTURE and can & _CAN_STREAM):
        return None
    known = [each for each in _formats(device, call) if each.dots <= LARGEST]
    best = max(known, key=lambda each: (each.dots, -CODES.index(each.code)), default=None)
    name = told[16:48].split(b"\0")[0].decode("utf-8", "replace")
    return None if best is None else Camera(node, name, best)


def _formats(device: int, call: Call) -> Iterator[Format]:
    for told in _listed(device, call, ENUM_FMT, struct.pack("=II56x", 0, _CAPTURE)):
        code = told[44:48].decode("ascii", "replace")
        if code in CODES:
            for size in _listed(
                device, call, ENUM_FRAMESIZES, b"\0\0\0\0" + told[44:48] + bytes(36)
            ):
                kind, width, height = struct.unpack_from("=III", size, 8)
                if kind != _DISCRETE:  # from, to, step of the width, then of the height
                    width, height = struct.unpack_from("=4xI8xI", size, 12)
                yield Format(code, width, height)


def _listed(device: int, call: Call, number: int, question: bytes) -> Iterator[bytes]:
    """Answers to a question that is asked with 0, 1, 2 … until there is none."""
    with suppress(OSError):
        for index in range(256):
            told = bytearray(question)
            struct.pack_into("=I", told, 0, index)
            call(device, number, told)
            yield bytes(told)


class Stream:
    """An open camera that sends; `fileno` becomes readable with each frame.

    Raises OSError where another program holds it or it is pulled out.
    """

    def __init__(self, camera: Camera, call: Call = kernel) -> None:
        self._call = call
        self._rooms: list[mmap.mmap] = []
        self._device = os.open(camera.path, os.O_RDWR | os.O_NONBLOCK)
        try:
            self.format = self._set(camera.best)
            self._begin()
        except BaseException:
            self.close()
            raise

    def fileno(self) -> int:
        """The open device."""
        return self._device

    def _set(self, wanted: Format) -> Format:
        """Ask for a format; the camera may give another size of it."""
        code = wanted.code.encode()
        what = bytearray(208)
        struct.pack_into("=I4xII4sI", what, 0, _CAPTURE, wanted.width, wanted.height, code, 0)
        self._call(self._device, S_FMT, what)
        width, height, given = struct.unpack_from("=II4s", what, 8)
        if given != code:
            raise OSError(f"the camera sends {given!r}")
        return Format(wanted.code, width, height)

    def _begin(self) -> None:
        what = bytearray(struct.pack("=IIIIB3x", BUFFERS, _CAPTURE, _MMAP, 0, 0))
        self._call(self._device, REQBUFS, what)
        (count,) = struct.unpack_from("=I", what)
        for index in range(count):
            room = self._room(index)
            self._call(self._device, QUERYBUF, room)
            (offset,) = struct.unpack_from("=I", room, 64)
            (size,) = struct.unpack_from("=I", room, 72)
            self._rooms.append(mmap.mmap(self._device, size, offset=offset))
            self._call(self._device, QBUF, self._room(index))
        self._call(self._device, STREAMON, bytearray(struct.pack("=I", _CAPTURE)))

    def _room(self, index: int) -> bytearray:
        room = bytearray(88)
        struct.pack_into("=II", room, 0, index, _CAPTURE)
        struct.pack_into("=I", room, 60, _MMAP)
        return room

    def frame(self) -> bytes | None:
        """The frame that has come; None where there is none yet."""
        room = self._room(0)
        try:
            self._call(self._device, DQBUF, room)
        except BlockingIOError:
            return None
        index, _kind, used = struct.unpack_from("=III", room)
        data = bytes(self._rooms[index][:used])
        self._call(self._device, QBUF, self._room(index))
        return data

    def close(self) -> None:
        """Let the camera go; its light goes out."""
        with suppress(OSError):
            self._call(self._device, STREAMOFF, bytearray(struct.pack("=I", _CAPTURE)))
        for room in self._rooms:
            room.close()
        os.close(self._device)
