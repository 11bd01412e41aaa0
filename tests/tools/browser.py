"""Headless Chromium for tests: a tab that does what it is told, by the DevTools protocol, and a server."""

import functools
import itertools
import json
import os
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync"
FLAGS += " --disable-background-networking --disable-component-update"
EVERY_PAGE = "/every-page.html"  # one page that holds all pages of the site that is served
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def need_chromium() -> None:
    """Skip the test where there is no browser, but not in CI."""
    if CHROMIUM is None:
        assert not os.environ.get("CI"), "no Chromium: .ci/run installs it"
        pytest.skip("no Chromium on this machine")


class Quiet(SimpleHTTPRequestHandler):
    """Serve a folder, and write down what was asked for in vain."""

    def log_message(self, *args):
        pass

    def do_GET(self):
        if self.path != EVERY_PAGE:
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        folder = Path(self.directory)
        pages = sorted(path.relative_to(folder) for path in folder.rglob("*.html"))
        shown = [quote(page.as_posix()) for page in pages if page.parts[0] != "_static"]
        frames = "".join(f'<iframe src="{page}"></iframe>' for page in shown)
        self.wfile.write(f'<link rel="icon" href="data:,">{frames}'.encode())

    def send_error(self, code, *args, **kwargs):
        self.server.lost.append((code, self.path))
        super().send_error(code, *args, **kwargs)


class Tab:
    """A tab of the browser, told what to do by the DevTools protocol."""

    def __init__(self, host: str) -> None:
        from websocket import create_connection

        pages = [page for page in ask(f"http://{host}/json") if page["type"] == "page"]
        self.socket = create_connection(pages[0]["webSocketDebuggerUrl"], timeout=600)
        self.numbers = itertools.count(1)
        self.events = []
        self.call("Emulation.setFocusEmulationEnabled", enabled=True)

    def call(self, method: str, **parameters: object) -> dict:
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while (answer := json.loads(self.socket.recv())).get("id") != number:
            self.events.append((answer.get("method"), answer.get("params")))
        return answer["result"]

    def evaluate(self, expression: str) -> object:
        answer = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def resize(self, width: int, height: int = 900) -> None:
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.call("Emulation.setDeviceMetricsOverride", **size)

    def watch(self) -> None:
        """Write down from now on what pages ask for, and what they complain of."""
        for domain in ("Network", "Runtime", "Log", "Page"):
            self.call(f"{domain}.enable")
        self.events.clear()

    def visit(self, address: str) -> None:
        """Load a page from the beginning, and wait until it is there."""
        for url in ("about:blank", address):
            self.call("Page.navigate", url=url)
            page = json.dumps(url.partition("#")[0])  # what follows may be changed by the page
            there = f"document.readyState == 'complete' && location.href.startsWith({page})"
            wait_for(functools.partial(self.evaluate, there), f"{url} is not there")

    def complaints(self) -> list[str]:
        """Return the errors and warnings that pages wrote to the console."""
        told = {
            "Runtime.exceptionThrown": lambda event: event["exceptionDetails"],
            "Log.entryAdded": lambda event: event["entry"]["level"] == "error" and event["entry"],
            "Runtime.consoleAPICalled": lambda event: event["type"] in {"error", "assert"} and event["args"],
        }
        found = (told[name](event) for name, event in self.events if name in told)
        return [str(complaint) for complaint in found if complaint]

    def foreign(self, host: str) -> list[str]:
        """Return the addresses of other hosts that pages asked for."""
        asked = [
            event["request"]["url"] for name, event in self.events if name == "Network.requestWillBeSent"
        ]
        own = ("data", "blob", "about")
        return [url for url in asked if urlsplit(url).scheme not in own and urlsplit(url).netloc != host]


def ask(address: str, seconds: float = 60) -> object:
    """Wait for a server to answer."""
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return json.load(answer)
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def wait_for(holds: Callable[[], bool], otherwise: str, seen: Callable[[], object] = str) -> None:
    """Wait for a minute and a half, then say what is missing, and what is seen."""
    end = time.monotonic() + 90
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError(f"{otherwise} after 90 seconds. {seen()}")
        time.sleep(0.1)


@contextmanager
def open_browser(folder: Path) -> Iterator[Tab]:
    """Open headless Chromium with a profile of its own in a folder; give its tab."""
    need_chromium()
    profile = folder / "chromium"
    more = ["--remote-debugging-port=0", "--remote-allow-origins=*", "--window-size=1300,1000"]
    command = [CHROMIUM, *FLAGS.split(), *more, f"--user-data-dir={profile}", "about:blank"]
    with subprocess.Popen(command, **QUIET) as browser:
        try:
            port = profile / "DevToolsActivePort"  # the port that the browser chose, then a path
            wait_for(lambda: port.exists() and "/" in port.read_text(), "Chromium does not open")
            yield Tab(f"127.0.0.1:{port.read_text().split()[0]}")
        finally:
            browser.terminate()
