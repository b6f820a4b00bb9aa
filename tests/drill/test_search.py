"""The search for planted words finds them in every form, and nothing where nothing is."""

import gzip
import os
import zipfile
import zlib
from pathlib import Path

import pytest

from tests.drill.report import Row, table
from tests.drill.search import Search, forms

WORD = "欧阳鲧𠮷"


@pytest.mark.parametrize("shift", range(3))
def test_a_word_is_found_in_every_form(tmp_path: Path, shift: int) -> None:
    for form, raw in forms(WORD):
        file = tmp_path / "file"
        file.write_bytes(os.urandom(7 + shift) + raw + os.urandom(9))
        assert form in {hit.form for hit in Search((WORD,)).inside(file)}


def test_a_word_is_found_in_what_is_packed(tmp_path: Path) -> None:
    raw = b"behind " + WORD.encode("gb18030")
    (tmp_path / "a").write_bytes(b"before" + zlib.compress(raw))
    (tmp_path / "b").write_bytes(gzip.compress(raw))
    with zipfile.ZipFile(tmp_path / "c", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("inner", raw * 9)
    hits = Search((WORD,)).below(tmp_path)
    assert [hit.form for hit in hits] == ["zlib, gb18030", "gzip, gb18030", "zip, gb18030"]


def test_a_word_is_found_in_a_file_s_name(tmp_path: Path) -> None:
    (tmp_path / f"{WORD}.pdf").touch()
    assert [hit.form for hit in Search((WORD,)).below(tmp_path)] == ["name, utf-8"]


def test_nothing_is_found_in_noise(tmp_path: Path) -> None:
    (tmp_path / "noise").write_bytes(os.urandom(1 << 20))
    assert Search((WORD,)).below(tmp_path) == []


def test_a_bad_row_says_what_was_wrong_and_a_skipped_one_why() -> None:
    lines = table([
        Row("F1", "killed", 3, 2, 1, told="9 kills", wrong=("Traceback\n  lost a slip",)),
        Row("F2", "power cut", skipped="needs root"),
    ]).splitlines()  # fmt: skip
    assert lines[1].split()[2:] == ["3", "2", "1", "0", "bad", "lost", "a", "slip;", "9", "kills"]
    assert lines[2].split()[3:] == ["–", "–", "–", "–", "skipped", "needs", "root"]
