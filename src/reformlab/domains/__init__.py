"""A corpus, a codebook and a coded sample to domains: what people defined, measured with a known error."""

import lazy_loader

DOORS = {
    "agreement": ["measure_agreement"],
    "codebook": ["read_codebook"],
    "codes": ["read_codes"],
    "distance": ["measure_distance"],
    "evidence": ["list_evidence"],
    "fit": ["fit_domains"],
    "intrusion": ["make_intrusion_sheet", "make_label_sheet", "score_intrusion", "score_labels"],
    "score": ["score_coders", "score_domains"],
    "sheet": ["make_coding_sheet", "read_sheets"],
}
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs=DOORS)
