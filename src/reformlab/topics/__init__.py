"""A corpus to a fit: engines, their start, the choice of K, labels, refits."""

import lazy_loader

DOORS = {
    "choose": ["measure_stability", "measure_topic_numbers"],
    "fit": ["Fit", "fit_topics"],
    "fit_file": ["load_fit", "save_fit"],
    "labels": ["draft_labels", "label_topics", "list_passages"],
    "match": ["match_topics"],
    "refits": ["refit_topics"],
    "shares": ["read_shares"],
}
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs=DOORS)
