"""A research workbook for Chinese reform policy: priorities of the centre and the provinces, compared.

Every public name is loaded when it is first used, so that ``import reformlab`` stays quick.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_ROOMS = {
    "adoption": ["measure_adoption", "measure_spread", "measure_use"],
    "build": ["build_corpus"],
    "clean": ["RULES", "CleanText", "Rule", "clean_text", "restore_text"],
    "compare": ["measure_coverage", "measure_gap", "measure_prevalence"],
    "copies": ["list_copies"],
    "counts": ["export_counts"],
    "divergence": ["measure_divergence", "measure_profiles"],
    "export": ["export_paper"],
    "facts": ["read_facts"],
    "figures": ["plot_coverage", "plot_gap", "plot_places", "plot_prevalence", "plot_topic_terms"],
    "figures_adoption": ["plot_adoption", "plot_lead", "plot_spread"],
    "figures_measures": ["plot_divergence", "plot_keyness", "plot_profiles", "plot_theme_gap"],
    "figures_topics": ["plot_stability", "plot_topic_numbers"],
    "figures_robustness": ["plot_robustness"],
    "figures_uptake": ["plot_uptake", "plot_uptake_shares"],
    "keyness": ["measure_keyness"],
    "labels": ["draft_labels", "label_topics", "list_passages"],
    "leads": ["measure_lead"],
    "mentions": ["find_mentions"],
    "network": ["measure_agencies", "measure_agency_pairs"],
    "outline": ["Outline", "Segment", "split_documents", "split_statements"],
    "pictures": ["describe_figure", "show_figure"],
    "priorities": ["measure_document_priorities"],
    "rawfiles": ["write_simulation"],
    "read": ["Piece", "RawFile", "ReadError", "read_bytes", "read_file", "read_pieces"],
    "register": ["build_register"],
    "refits": ["refit_topics"],
    "robustness": ["measure_consistency", "measure_robustness"],
    "selection": ["measure_stability", "measure_topic_numbers"],
    "show": ["show_document"],
    "simulate": ["Simulation", "simulate_corpus"],
    "specifications": ["list_specifications"],
    "subject": ["is_about_health"],
    "tables": ["Corpus", "TableError", "check_table", "data_folder", "load_corpus"],
    "tasks": ["list_targets", "list_tasks", "save_tasks"],
    "themes": ["measure_agreement", "measure_theme_gap", "measure_themes", "score_themes"],
    "topics": ["Fit", "fit_topics"],
    "uptake": ["list_uptake", "match_tasks", "measure_uptake"],
    "words": ["check_lexicon", "check_words", "cut_words", "read_lexicon", "read_stopwords"],
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = sorted(_ROOM_OF)


def __getattr__(name: str) -> Any:
    if name not in _ROOM_OF:
        raise AttributeError(f"reformlab has no {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(f"reformlab.{_ROOM_OF[name]}"), name)


def __dir__() -> list[str]:
    return __all__
