"""A fit to tidy tables with intervals: priorities, gaps, divergence, keyness, adoption, uptake."""

import lazy_loader

DOORS = {
    "adoption": ["measure_adoption", "measure_use"],
    "change": ["measure_change"],
    "coding": ["check_wording", "plan_coding"],
    "coverage": ["measure_coverage"],
    "diffusion": ["measure_diffusion"],
    "divergence": ["measure_divergence"],
    "enough_coded": ["find_corrected"],
    "event_history": ["measure_event_history"],
    "gap": ["measure_gap", "measure_priorities"],
    "keyness": ["measure_keyness"],
    "lead": ["measure_lead"],
    "leaders": ["measure_leaders"],
    "network": ["measure_agencies", "measure_agency_pairs"],
    "planning": ["plan_documents"],
    "priorities": ["measure_document_priorities"],
    "profiles": ["measure_profiles"],
    "recovery": ["measure_recovery"],
    "robustness": ["measure_consistency", "measure_robustness"],
    "salience": ["measure_salience"],
    "specifications": ["list_specifications"],
    "themes": ["measure_theme_agreement", "measure_theme_gap", "measure_themes", "score_themes"],
    "trend": ["measure_trend"],
    "uptake": ["list_uptake", "match_tasks", "measure_uptake"],
    "wording": ["measure_wording"],
}
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs=DOORS)
