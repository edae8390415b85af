"""A built site is shown on this machine, and nowhere else."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.errors import NothingPublishedError
from generator.pipeline.serve import LAST_PORT, server


@pytest.fixture
def shown(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text("<h1>Home</h1>", "utf-8")
    (tmp_path / "404.html").write_text("<h1>This page is not here</h1>", "utf-8")
    return tmp_path


@pytest.fixture
def address(shown: Path) -> Iterator[str]:
    with server(shown, 0) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://{running.server_address[0]!s}:{running.server_address[1]}"
        running.shutdown()
        thread.join()


def _get(url: str, method: str = "GET") -> tuple[int, str]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method=method)) as answer:  # noqa: S310 -- loopback
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_it_serves_the_site_on_the_loopback_address_only(address: str) -> None:
    assert address.startswith("http://127.0.0.1:")
    assert _get(f"{address}/") == (200, "<h1>Home</h1>")


def test_a_missing_page_is_the_sites_own_and_says_404(address: str, shown: Path) -> None:
    assert _get(f"{address}/nowhere/") == (404, "<h1>This page is not here</h1>")
    assert _get(f"{address}/nowhere/", "HEAD") == (404, "")
    assert _get(f"{address}/", "POST")[0] == 501
    (shown / "404.html").unlink()
    assert _get(f"{address}/nowhere/")[0] == 404


def test_nothing_outside_the_site_is_served(address: str, shown: Path) -> None:
    (shown.parent / "secret.txt").write_text("secret", "utf-8")
    assert _get(f"{address}/../secret.txt")[0] == 404
    assert _get(f"{address}/%2e%2e/secret.txt")[0] == 404


def test_where_there_is_no_site_it_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(NothingPublishedError, match="make site"):
        server(tmp_path, 0)


def test_a_taken_port_is_a_sentence_that_names_another_one(shown: Path) -> None:
    with server(shown, 0) as running:
        port = running.server_address[1]
        other = port - 1 if port == LAST_PORT else port + 1
        with pytest.raises(NothingPublishedError, match=f"Port {port} .* --port {other}"):
            server(shown, port)
