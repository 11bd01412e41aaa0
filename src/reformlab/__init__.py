"""A research workbook for Chinese reform policy: priorities of the centre and the provinces, compared.

Every public name is loaded when it is first used, so that ``import reformlab`` stays quick.
"""

import sys
from importlib import import_module
from typing import Any

import lazy_loader

__version__ = "0.1.0"

# In the order in which data go through them; each names its doors.
WINGS = (
    "corpus",
    "reading",
    "documents",
    "mentions",
    "building",
    "topics",
    "domains",
    "measures",
    "figures",
)
# Beside the wings stand three folders with doors of their own.
WITH_DOORS = (*WINGS, "simulate", "paper", "report")

_DOORS = {wing: import_module(f"reformlab.{wing}").__all__ for wing in WITH_DOORS}
_load, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs=_DOORS)


def __getattr__(name: str) -> Any:
    """Load a public name where it is used; not where Jedi asks what type each of them has."""
    # To complete ``rl.`` it would load every room, which takes longer than JupyterLab waits.
    if sys._getframe(1).f_globals.get("__name__", "").startswith("jedi."):
        raise AttributeError(name)
    # A name that was used stands in the package from now on, and can be completed.
    return globals().setdefault(name, _load(name))
