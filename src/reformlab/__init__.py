"""A research workbook for Chinese reform policy: priorities of the centre and the provinces, compared.

Every public name is loaded when it is first used, so that ``import reformlab`` stays quick.
"""

from importlib import import_module

import lazy_loader

__version__ = "0.1.0"

# In the order in which data go through them; each names its doors.
WINGS = ("corpus", "reading", "documents", "mentions", "building", "topics", "measures", "figures")
_SIMULATE = ["Panel", "Simulation", "simulate_corpus", "simulate_diffusion", "simulate_panel"]
BESIDE = {"paper": ["export_paper"], "simulate": _SIMULATE}

_DOORS = {wing: import_module(f"reformlab.{wing}").__all__ for wing in WINGS} | BESIDE
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs=_DOORS)
