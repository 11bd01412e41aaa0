"""The analysis: from the corpus to the tables, figures and texts of the paper. Edit it freely."""

import sys
from pathlib import Path

import reformlab as rl
from reformlab.paper.tables import list_stated, say_worth

out = Path(sys.argv[1])
corpus = rl.load_corpus("corpus")
codes = rl.read_codes("codes.csv") if Path("codes.csv").exists() else None
fit = rl.fit_domains(corpus, codes)

# Kinds and levels of which too few documents are coded stay as predicted; a column `corrected` says so.
corrected = rl.find_corrected(fit)


def measure(of, **options):
    """Measure what can be corrected, and say where coded passages cannot tell what they are worth."""
    return say_worth(corrected.measure(of, fit, **options))


gap = measure(rl.measure_gap, together="fdr")
rl.export_paper(fit, corpus, folder=out, gap=gap)
# With the mark by which Excel tells that it is UTF-8.
as_csv = {"index": False, "encoding": "utf-8-sig"}
rl.measure_coverage(corpus).to_csv(out / "coverage.csv", **as_csv)
corrected.left.to_csv(out / "not-corrected.csv", **as_csv)
measure(rl.measure_priorities).to_csv(out / "priorities.csv", **as_csv)
measure(rl.measure_priorities, by="era").to_csv(out / "priorities-by-era.csv", **as_csv)
# Of one document, `uncorrected` is its `share` once more.
of_documents = measure(rl.measure_document_priorities).drop(columns="uncorrected", errors="ignore")
of_documents.to_csv(out / "documents-by-domain.csv", **as_csv)
by_era = measure(rl.measure_gap, by="era", together="fdr")
by_era.to_csv(out / "gaps-by-era.csv", **as_csv)

# What documents aim at, whom they charge and what they cite, each with the document that says so.
for name, table in list_stated(corpus).items():
    rl.save_table(table, out / f"{name}.csv")

# What needs more years than a corpus may have.
for name, of in {"trend": rl.measure_trend, "change": rl.measure_change}.items():
    try:
        measure(of).to_csv(out / f"{name}.csv", **as_csv)
    except ValueError as error:
        print(f"no {name}: {error}")
