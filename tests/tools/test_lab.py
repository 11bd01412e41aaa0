"""Every notebook runs from a fresh kernel by Run All, in JupyterLab in a browser.

It takes minutes, so it runs where CI says so; the browser is installed there first.
"""

import base64
import itertools
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LAB, BROWSER = 8899, 9333

pytestmark = [
    pytest.mark.skipif(os.environ.get("CI") != "true", reason="takes minutes; set CI=true to run it"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]

# What JupyterLab shows of the notebook in front: how far its kernel is, and its code cells.
PANEL = "window.jupyterapp?.shell.currentWidget"
READY = f"{PANEL}?.sessionContext?.session?.kernel?.status"
HERE = "window.jupyterapp != null"
OPEN = """jupyterapp.restored.then(
  () => jupyterapp.commands.execute('docmanager:open', {{path: '{notebook}'}})).then(() => 1)"""
RUN_ALL = "jupyterapp.commands.execute('notebook:run-all-cells')"
CELLS = f"""{PANEL}.content.widgets.filter(cell => cell.model.type == 'code').map(cell => [
  cell.model.executionCount, cell.model.outputs.toJSON().filter(out => out.output_type == 'error').length])"""


class Tab:
    """A tab of the browser, told what to do by the DevTools protocol."""

    def __init__(self) -> None:
        from websocket import create_connection

        pages = [page for page in ask(f"http://localhost:{BROWSER}/json") if page["type"] == "page"]
        self.socket = create_connection(pages[0]["webSocketDebuggerUrl"], timeout=600)
        self.numbers = itertools.count(1)

    def call(self, method: str, **parameters: object) -> dict:
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while (answer := json.loads(self.socket.recv())).get("id") != number:
            pass
        return answer["result"]

    def evaluate(self, expression: str) -> object:
        answer = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")


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


def wait_for(holds: Callable[[], bool], otherwise: str, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"{otherwise} after {seconds} seconds"
        time.sleep(0.3)


@pytest.fixture(scope="module")
def tab(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    env = {**os.environ, "JUPYTER_CONFIG_DIR": str(folder / "config"), "IPYTHONDIR": str(folder / "ipython")}
    env.pop("REFORMLAB_CACHE", None)  # what ships is used, as a user's kernel would
    lab = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={LAB}"]
    lab += ["--IdentityProvider.token=", f"--notebook-dir={folder / 'notebooks'}", "--LabApp.news_url=None"]
    lab += ["--LabApp.expose_app_in_browser=True", "--LabApp.extension_manager=readonly"]
    chromium = [
        CHROMIUM,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={folder / 'chromium'}",
    ]
    chromium += [f"--remote-debugging-port={BROWSER}", "--remote-allow-origins=*", "--window-size=1300,1000"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(lab, env=env, **quiet) as server, subprocess.Popen(chromium, **quiet) as browser:
        try:
            ask(f"http://localhost:{LAB}/api/status")
            yield Tab()
        finally:
            browser.terminate()
            server.terminate()


@pytest.mark.parametrize("notebook", [path.name for path in NOTEBOOKS])
def test_run_all(tab, notebook):
    # A workspace of its own: what the one before left open is not opened again beside it.
    address = f"http://localhost:{LAB}/lab/workspaces/{Path(notebook).stem}"
    tab.call("Page.navigate", url=address)
    wait_for(
        lambda: tab.evaluate(f"{HERE} && location.href.startsWith('{address}')"), "JupyterLab does not open"
    )
    tab.evaluate(OPEN.format(notebook=notebook))
    wait_for(lambda: tab.evaluate(f"{READY} ?? ''") == "idle", f"{notebook} has no kernel")
    tab.evaluate(f"{RUN_ALL}.then(() => 1)")
    cells = tab.evaluate(CELLS)
    if picture := os.environ.get("LAB_PICTURES"):
        shot = tab.call("Page.captureScreenshot")["data"]
        Path(picture, f"{notebook}.png").write_bytes(base64.b64decode(shot))
    assert cells and all(number for number, _ in cells), f"cells of {notebook} did not run"
    assert not any(errors for _, errors in cells)
