"""The Plotly script: fetched at set-up, or carried by the plotly package; never committed."""

from __future__ import annotations

import re
import shutil
import subprocess
import tarfile
import tempfile
from importlib.resources import files
from pathlib import Path

PATH = "assets/plotly.min.js"
"""Its site path; pages name it only when a reader asks for it."""

BASIC = "plotly-basic.min.js"
"""Its name in the vendor folder: bars, lines and pies, a quarter of the full script."""

_PACKAGE = "plotly.js-basic-dist-min"
_BANNER = re.compile(rb"plotly\.js \(([\w -]+) - minified\) v([\w.-]+)|plotly\.js v([\w.-]+)")
_SECONDS = 120


def version() -> str:
    """The plotly.js version that the installed plotly package carries and writes figures for."""
    from plotly.offline import get_plotlyjs_version

    return str(get_plotlyjs_version())


def script_version(script: bytes) -> str | None:
    """The version a script says it is in its first bytes; None where it says none."""
    found = _BANNER.search(script[:400])
    return None if found is None else (found[2] or found[3]).decode()


def _unpacked(archive: Path) -> bytes | None:
    with tarfile.open(archive) as package:
        try:
            member = package.extractfile(f"package/{BASIC}")
        except KeyError:
            return None
        return None if member is None else member.read()


def _packed(npm: str, wanted: str, folder: Path) -> bytes | None:
    command = [npm, "pack", "--silent", "--ignore-scripts", f"{_PACKAGE}@{wanted}"]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=_SECONDS)  # noqa: S603
    except (subprocess.SubprocessError, OSError):
        return None
    archives = sorted(folder.glob("*.tgz"))
    return _unpacked(archives[0]) if archives else None


def fetch(vendor: Path, *, npm: str | None = None) -> Path | None:
    """Puts the basic script into `vendor` by npm's own client; None where that cannot be done.

    A script that is there already, or comes with another version than the plotly package's, is not
    taken. Called at set-up only; a build never fetches.
    """
    wanted = version()
    target = vendor / BASIC
    if target.is_file() and script_version(target.read_bytes()) == wanted:
        return target
    client = npm or shutil.which("npm")
    if client is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        script = _packed(client, wanted, Path(folder))
    if script is None or script_version(script) != wanted:
        return None
    vendor.mkdir(parents=True, exist_ok=True)
    target.write_bytes(script)
    return target


def script(vendor: Path) -> Path:
    """The script at hand: the fetched one where its version is right, else the one in the plotly package."""
    fetched = vendor / BASIC
    if fetched.is_file() and script_version(fetched.read_bytes()) == version():
        return fetched
    return Path(str(files("plotly").joinpath("package_data/plotly.min.js")))
