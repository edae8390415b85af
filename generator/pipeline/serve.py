"""Shows a built site on this machine, and nowhere else."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from generator.errors import NothingPublishedError

LOOPBACK = "127.0.0.1"
LAST_PORT = 65_535
HTTP_NOT_FOUND = 404


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the base class names it
        """Say nothing a request."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Show the site's own page for what is not there."""
        page = Path(self.directory) / "404.html"
        if code != HTTP_NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def server(site: Path, port: int) -> ThreadingHTTPServer:
    """A server for the folder `site` on the loopback address; port 0 takes a free one.

    Raises:
        NothingPublishedError: the folder holds no site, or the port is taken.
    """
    if not (site / "index.html").is_file():
        message = f"There is no site in {site}. Build one first: make site"
        raise NothingPublishedError(message)
    try:
        return ThreadingHTTPServer((LOOPBACK, port), partial(_Quiet, directory=str(site)))
    except OSError as error:
        other = port + 1 if port < LAST_PORT else port - 1
        message = (
            f"Port {port} is taken or not ours. Name another one: python -m generator serve --port {other}"
        )
        raise NothingPublishedError(message) from error
