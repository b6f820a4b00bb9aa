"""A camera as the kernel shows one: found, set to its finest picture, frames in their order."""

import errno
import os
import struct
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.views.attachments import video4linux as v4l
from desktop.views.attachments.linux_camera import LinuxCamera, picture
from desktop.views.attachments.video4linux import Camera, Format, Stream, cameras

ROOM = 1 << 16


class Kernel:
    """A camera in a file: its memory is the file, its answers are those of the real kernel."""

    def __init__(
        self, node: Path, name: str, formats: dict[str, tuple[tuple[int, int], ...]]
    ) -> None:
        node.write_bytes(bytes(v4l.BUFFERS * ROOM))
        self.node, self.name, self.formats = node, name, formats
        self.can = 0x0400_0001
        self.queued: list[int] = []
        self.sends = False
        self.busy = self.gone = False

    def __call__(self, _device: int, number: int, what: bytearray) -> int:
        """Answer a question as `linux/videodev2.h` lays it out."""
        if self.gone:
            raise OSError(errno.ENODEV, "pulled out")
        answers = {
            v4l.QUERYCAP: self._told, v4l.ENUM_FMT: self._format, v4l.S_FMT: self._set,
            v4l.ENUM_FRAMESIZES: self._size, v4l.REQBUFS: lambda _what: None,
            v4l.QUERYBUF: self._room, v4l.QBUF: self._take, v4l.DQBUF: self._give,
            v4l.STREAMON: self._stream, v4l.STREAMOFF: self._stream,
        }  # fmt: skip
        answers[number](what)
        return 0

    def _told(self, what: bytearray) -> None:
        struct.pack_into("=16s32s", what, 0, b"uvcvideo", self.name.encode())
        struct.pack_into("=II", what, 84, 0x8000_0000 | self.can, self.can)

    def _format(self, what: bytearray) -> None:
        (index,) = struct.unpack_from("=I", what)
        self._end(index, self.formats)
        what[44:48] = list(self.formats)[index].encode()

    def _size(self, what: bytearray) -> None:
        (index,) = struct.unpack_from("=I", what)
        sizes = self.formats[what[4:8].decode()]
        self._end(index, sizes)
        struct.pack_into("=III", what, 8, 1, *sizes[index])

    def _end(self, index: int, what: object) -> None:
        if index >= len(what):  # type: ignore[arg-type]
            raise OSError(errno.EINVAL, "no more")

    def _set(self, what: bytearray) -> None:
        if self.busy:
            raise OSError(errno.EBUSY, "another program holds it")
        width, height, code = struct.unpack_from("=II4s", what, 8)
        assert (width, height) in self.formats[code.decode()]

    def _room(self, what: bytearray) -> None:
        (index,) = struct.unpack_from("=I", what)
        struct.pack_into("=I", what, 64, index * ROOM)
        struct.pack_into("=I", what, 72, ROOM)

    def _take(self, what: bytearray) -> None:
        self.queued.append(struct.unpack_from("=I", what)[0])

    def _give(self, what: bytearray) -> None:
        if not self.sends:
            raise BlockingIOError(errno.EAGAIN, "nothing yet")
        self.sends = False
        struct.pack_into("=I", what, 0, self.queued.pop(0))
        struct.pack_into("=I", what, 8, self.length)

    def _stream(self, what: bytearray) -> None:
        assert struct.unpack("=I", what) == (1,)

    def shows(self, frame: bytes) -> None:
        """Put a frame where the program will look for it."""
        with self.node.open("r+b") as memory:
            memory.seek(self.queued[0] * ROOM)
            memory.write(frame)
        self.length, self.sends = len(frame), True


SIZES = {"MJPG": ((640, 480), (3264, 2448)), "YUYV": ((640, 480), (16, 8)), "H264": ((4000, 2000),)}


@pytest.fixture
def kernel(tmp_path: Path) -> Kernel:
    """A document camera."""
    return Kernel(tmp_path / "video0", "高拍仪", SIZES)


def found(kernel: Kernel) -> tuple[Camera, ...]:
    return cameras(kernel.node.parent, kernel)


def test_the_finest_picture_is_chosen_that_can_be_shown(kernel: Kernel) -> None:
    assert found(kernel) == (Camera(kernel.node, "高拍仪", Format("MJPG", 3264, 2448)),)
    kernel.formats = {"YUYV": ((640, 480),), "MJPG": ((640, 480), (8000, 6000))}
    assert found(kernel)[0].best == Format("MJPG", 640, 480)


@pytest.mark.parametrize("can", [0x0400_0000, 0x1, 0x0480_0000])
def test_what_sends_no_pictures_is_no_camera(kernel: Kernel, can: int) -> None:
    kernel.can = can
    assert found(kernel) == ()


def test_a_node_without_a_known_format_or_that_answers_nothing_is_left_out(kernel: Kernel) -> None:
    kernel.formats = {"H264": ((640, 480),)}
    assert found(kernel) == ()
    kernel.gone = True
    assert found(kernel) == ()
    assert cameras(kernel.node.parent) == ()  # a plain file is none for the real kernel


def test_frames_come_one_after_another_and_their_room_is_used_again(kernel: Kernel) -> None:
    stream = Stream(found(kernel)[0], kernel)
    assert stream.frame() is None
    for n in range(2 * v4l.BUFFERS):
        kernel.shows(b"frame %d" % n)
        assert stream.frame() == b"frame %d" % n
        assert sorted(kernel.queued) == list(range(v4l.BUFFERS))
    kernel.gone = True
    with pytest.raises(OSError, match="pulled out"):
        stream.frame()
    stream.close()


def test_one_that_another_program_holds_is_not_begun(kernel: Kernel) -> None:
    camera = found(kernel)[0]
    kernel.busy = True
    with pytest.raises(OSError, match="holds"):
        Stream(camera, kernel)


def test_jpeg_and_raw_frames_become_pictures() -> None:
    out = BytesIO()
    Image.new("RGB", (64, 32), (200, 30, 30)).save(out, "JPEG")
    shown = picture(out.getvalue() + bytes(100), Format("MJPG", 64, 32))
    assert (shown.width(), shown.height()) == (64, 32)
    assert shown.pixelColor(10, 10).red() > 180
    raw = picture(bytes((76, 85, 76, 255)) * 32, Format("YUYV", 16, 4))  # red, as YCbCr has it
    colour = raw.pixelColor(8, 2)
    assert (raw.width(), raw.height()) == (16, 4)
    assert colour.red() > 240
    assert colour.green() < 15
    assert colour.blue() < 15


@pytest.mark.qt_log_level_fail("CRITICAL")  # Qt says of a torn JPEG that it is one
@pytest.mark.parametrize("code", ["MJPG", "YUYV"])
def test_a_torn_frame_is_no_picture(code: str) -> None:
    assert picture(b"\xff\xd8\xff", Format(code, 64, 32)).isNull()


class Sending(Stream):
    """A stream that says by a pipe when a frame has come."""

    def __init__(self, camera: Camera, kernel: Kernel) -> None:
        self.pipe = os.pipe()
        super().__init__(camera, kernel)

    def fileno(self) -> int:
        return self.pipe[0]

    def close(self) -> None:
        super().close()
        for end in self.pipe:
            os.close(end)


def test_the_sheet_is_given_what_the_camera_sends(kernel: Kernel, qtbot: QtBot) -> None:
    begun: list[Sending] = []

    def begin(camera: Camera) -> Stream:
        begun.append(Sending(camera, kernel))
        return begun[-1]

    parent = QObject()
    source = LinuxCamera(parent, lambda: found(kernel), begin)
    assert source.names() == ("高拍仪",)
    source.start(0)
    out = BytesIO()
    Image.new("RGB", (64, 32), (200, 30, 30)).save(out, "JPEG")
    kernel.shows(out.getvalue())
    with qtbot.waitSignal(source.frame) as came:
        os.write(begun[0].pipe[1], b"x")
    assert came.args is not None
    assert came.args[0].width() == 64
    kernel.gone = True
    with qtbot.waitSignal(source.failed):
        qtbot.wait_until(lambda: True)
    source.stop()
    for place in (0, 1):
        with qtbot.waitSignal(source.failed):
            source.start(place)


def test_the_numbers_are_those_of_the_kernel() -> None:
    assert (v4l.QUERYCAP, v4l.S_FMT, v4l.DQBUF, v4l.STREAMON, v4l.ENUM_FRAMESIZES) == (
        0x80685600, 0xC0D05605, 0xC0585611, 0x40045612, 0xC02C564A,
    )  # fmt: skip
