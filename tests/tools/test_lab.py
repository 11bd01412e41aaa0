"""Every notebook runs from a fresh kernel by Run All, in JupyterLab in a browser."""

import base64
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tests.tools.browser import CHROMIUM, QUIET, Tab, ask, open_browser, wait_for

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LAB = 8899
KERNELSPEC = {"name": "python3", "display_name": "Python 3"}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]

# The notebook that was opened, wherever the focus is; its kernel; its code cells.
OPEN = """jupyterapp.restored
  .then(() => jupyterapp.commands.execute('docmanager:open', {{path: '{notebook}'}}))
  .then(panel => {{ window.panel = panel; return panel.sessionContext.ready }})
  .then(() => 1)"""
KERNEL = "panel.sessionContext.session?.kernel?.status"
RUN_ALL = """jupyterapp.shell.activateById(panel.id);
jupyterapp.commands.execute('notebook:run-all-cells').then(() => 1)"""
CELLS = """panel.content.widgets.filter(cell => cell.model.type == 'code').map(cell => [
  cell.model.executionCount, cell.model.outputs.toJSON().filter(out => out.output_type == 'error').length])"""
SEEN = "[document.hasFocus(), jupyterapp.shell.currentWidget?.id, document.body.innerText.slice(-600)]"


def run_all(tab: Tab, notebook: str) -> list[list[int]]:
    """Open a notebook in a workspace of its own, run all cells: number and errors of each code cell."""
    address = f"http://localhost:{LAB}/lab/workspaces/{Path(notebook).stem}"
    tab.call("Page.navigate", url=address)
    there = f"window.jupyterapp != null && location.href.startsWith('{address}')"
    wait_for(lambda: tab.evaluate(there), "JupyterLab does not open")
    opened = f"{{ window.panel = null; {OPEN.format(notebook=notebook)}; 1 }}"
    tab.evaluate(opened)
    idle = f"window.panel != null && {KERNEL} == 'idle'"
    wait_for(lambda: tab.evaluate(idle), f"{notebook} has no kernel", lambda: tab.evaluate(SEEN))
    tab.evaluate(RUN_ALL)
    return tab.evaluate(CELLS)


@pytest.fixture(scope="module")
def tab(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    probe = new_notebook(cells=[new_code_cell("1 + 1")], metadata={"kernelspec": KERNELSPEC})
    nbformat.write(probe, folder / "notebooks" / "probe.ipynb")
    own = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime"}
    own |= {"IPYTHONDIR": "ipython"}
    env = os.environ | {name: str(folder / where) for name, where in own.items()}
    env["JUPYTER_CONFIG_PATH"] = str(ROOT / "tools" / "lab")
    env.pop("REFORMLAB_CACHE", None)  # what ships is used, as a user's kernel would
    lab = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={LAB}"]
    lab += ["--IdentityProvider.token=", f"--notebook-dir={folder / 'notebooks'}"]
    lab += ["--LabApp.expose_app_in_browser=True"]
    with subprocess.Popen(lab, env=env, **QUIET) as server, open_browser(folder) as tab:
        try:
            ask(f"http://localhost:{LAB}/api/status")
            try:  # whether a browser gets a kernel here at all, before our notebooks are judged
                assert run_all(tab, "probe.ipynb") == [[1, 0]]
            except TimeoutError as error:
                pytest.skip(f"JupyterLab in a browser runs no notebook on this machine: {error}")
            yield tab
        finally:
            server.terminate()


def test_it_opens_on_a_page_that_leads_to_the_notebooks(tab):
    tab.call("Page.navigate", url=f"http://localhost:{LAB}/lab/workspaces/begin/tree/README.md")
    links = "[...document.querySelectorAll('.jp-MarkdownViewer a')].map(link => link.textContent)"
    wait_for(lambda: "The tour" in (tab.evaluate(links) or []), "README.md is not shown")


@pytest.mark.parametrize("notebook", [path.name for path in NOTEBOOKS])
def test_run_all(tab, notebook):
    cells = run_all(tab, notebook)
    if picture := os.environ.get("LAB_PICTURES"):
        shot = tab.call("Page.captureScreenshot")["data"]
        Path(picture, f"{notebook}.png").write_bytes(base64.b64decode(shot))
    assert cells and all(number for number, _ in cells), f"cells of {notebook} did not run"
    assert not any(errors for _, errors in cells)


def test_notebooks_name_the_kernel_that_every_installation_has():
    for path in NOTEBOOKS:
        assert nbformat.read(path, 4).metadata.kernelspec.name == KERNELSPEC["name"], path.name
