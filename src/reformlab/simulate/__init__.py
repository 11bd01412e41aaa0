"""Made-up corpora, panels and uses whose truth is known, to try every method on."""

import lazy_loader

DOORS = {
    "corpus": ["Simulation", "simulate_corpus"],
    "diffusion": ["simulate_diffusion"],
    "hard": ["simulate_hostile"],
    "panel": ["Panel", "simulate_panel"],
    "statements": ["Statements", "simulate_statements"],
}
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs=DOORS)
