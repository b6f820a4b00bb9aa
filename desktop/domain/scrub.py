"""What of a log and of a folder may leave the station: kinds, places, codes, times, sizes."""

import re
from collections.abc import Iterable, Iterator

GONE = "…"
OURS = ("db", "desktop", "onevisit", "resources")

_ENTRY = re.compile(
    r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]{4,8}) ([A-Za-z_][\w.]*) (.*)", re.ASCII
)
_FRAME = re.compile(r"  (\S.*):(\d+) in ([\w<>.]+)", re.ASCII)
_KIND = re.compile(r"[a-z_]\w*(\.[A-Za-z_]\w*)+( \(\w+\))?", re.ASCII)
_WORD = re.compile(r"[\w.,:;()\[\]<>=%-]+", re.ASCII)
_AT = re.compile(r"\(at [\w./-]+:\d+\)", re.ASCII)
_LONG = re.compile(r"\d{5}")
_LED = "which led to:"
_FILE = re.compile(
    r"onevisit\.(db|db-wal|db-shm|db-journal|keys|anchor|outside|log(\.\d)?)|settings\.toml"
    r"|onevisit-\d{8}-\d{6}\.backup\.[a-z]{2,8}|onevisit-before-\w{1,20}-\d{1,3}\.(db|keys)"
    r"|backups|logs|drill|set-aside-\d{1,4}",
    re.ASCII,
)
_ENDING = re.compile(r"\.(db|keys|json|log|new|part|pdf|toml|txt|xlsx|zip)", re.ASCII)


def scrubbed(lines: Iterable[str]) -> Iterator[str]:
    """Lines of a log without anything that somebody may have typed; what is not known is gone."""
    for line in lines:
        yield _scrubbed(line.rstrip("\r\n"))


def _scrubbed(line: str) -> str:
    if entry := _ENTRY.fullmatch(line):
        head, name, said = entry.groups()
        if name.partition(".")[0] in OURS:
            return f"{head} {name} {words(said)}"
        return f"{head} {name} {said if _AT.fullmatch(said) else GONE}"
    if frame := _FRAME.fullmatch(line):
        file, number, function = frame.groups()
        return f"  {_place(file)}:{number} in {function}"
    return line if line == _LED or _KIND.fullmatch(line) else GONE


def _place(file: str) -> str:
    """A source file; where it is not one of ours its name alone."""
    parts = file.replace("\\", "/").split("/")
    kept = parts if parts[0] in (*OURS, "tests") else parts[-1:]
    return "/".join(part if _WORD.fullmatch(part) else GONE for part in kept)


def words(text: str) -> str:
    """Plain words of a sentence; paths, numbers, quotations and other scripts are gone."""
    kept = (w if _WORD.fullmatch(w) and not _LONG.search(w) else GONE for w in text.split(" "))
    return " ".join(kept)


def file_name(name: str) -> str:
    """The name of a file that the program makes; of any other its ending, where that is usual."""
    if _FILE.fullmatch(name):
        return name
    dot = name.rfind(".")
    ending = name[dot:].lower() if dot >= 0 else ""
    return GONE + (ending if _ENDING.fullmatch(ending) else "")
