"""What serves only this checkout: running the notebooks, the site, the bundled corpora."""
