"""Clean text to documents: their outline, passages, facts, terms, and what in them is about the subject."""

import lazy_loader

DOORS = {
    "facts": ["read_facts"],
    "outline": ["Outline", "split_documents"],
    "passages": ["split_statements"],
    "segments": ["Segment"],
    "subject": ["is_about_health"],
    "words": ["check_lexicon", "check_words", "cut_words", "read_lexicon", "read_stopwords"],
}
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs=DOORS)
