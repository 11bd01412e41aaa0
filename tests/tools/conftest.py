"""The site of the project, and a server for folders of pages."""

import functools
import os
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.tools.browser import Quiet

BUILT = Path(__file__).resolve().parents[2] / "_site"


@pytest.fixture(scope="session")
def built():
    """Give the site of the project, where it was made."""
    if not (BUILT / "index.html").exists():
        assert not os.environ.get("CI"), "_site is not there: run `make html` before the tests"
        pytest.skip("_site is not there: `make html` makes it")
    return BUILT


@pytest.fixture(scope="module")
def serve():
    """Serve folders on the loopback interface while the tests of a room run."""
    servers = []

    def start(folder):
        server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
        server.lost = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return server, f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()
