"""How JupyterLab opens; Makefile, Dockerfile and binder/start name this folder in JUPYTER_CONFIG_PATH."""

from pathlib import Path

c = get_config()  # noqa: F821
c.LabApp.default_url = "/lab/tree/README.md"
c.LabApp.app_settings_dir = str(Path(__file__).parent)
# It would ask other hosts for news, updates and extensions.
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"
