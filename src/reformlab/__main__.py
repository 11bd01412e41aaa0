"""``python -m reformlab``: the command ``reformlab``."""

from reformlab.cli import app

if __name__ == "__main__":
    app(prog_name="reformlab")
