"""One tidy table to one Axes; nothing is computed here."""

import lazy_loader

DOORS = {
    "adoption": ["plot_adoption", "plot_lead"],
    "coverage": ["plot_coverage"],
    "differences": ["plot_divergence", "plot_keyness", "plot_profiles", "plot_theme_gap"],
    "diffusion": ["plot_diffusion", "plot_event_history", "plot_leaders", "plot_tiles"],
    "gap": ["plot_gap", "plot_places", "plot_priorities"],
    "picture": ["describe_figure", "show_figure"],
    "robustness": ["plot_robustness"],
    "topics": ["plot_stability", "plot_topic_numbers", "plot_topic_terms"],
    "trend": ["plot_trend"],
    "uptake": ["plot_uptake", "plot_uptake_shares"],
}
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs=DOORS)
