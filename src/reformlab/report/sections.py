"""What a report says of a corpus: each part is measured where there is enough, or says what is missing."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from reformlab.building.page import write_line
from reformlab.corpus.tables import LEVELS, Corpus
from reformlab.domains.codebook import WHOLE
from reformlab.domains.distance import ALL, HOME, measure_distance
from reformlab.domains.evidence import list_evidence
from reformlab.domains.fit import FAR, fit_domains
from reformlab.figures.gap import plot_coverage, plot_gap
from reformlab.figures.text import Speech
from reformlab.figures.trend import plot_trend
from reformlab.measures.change import measure_change
from reformlab.measures.coverage import measure_coverage
from reformlab.measures.estimates import MIN_DOCUMENTS
from reformlab.measures.gap import TOO_FEW, measure_gap, measure_prevalence
from reformlab.measures.permutation import LEVEL_OF_TEST
from reformlab.measures.trend import measure_trend
from reformlab.report.words import Section, Words

if TYPE_CHECKING:
    from reformlab.topics.fit import Fit

# Groups that stand beside each other on the page; the CSV has all.
GROUPS = 4
LIKELY = 0.5
BAR = 90  # pixels for 100 %


def make_sections(corpus: Corpus, say: Words, codes: pd.DataFrame | None = None) -> list[Section]:
    """Measure what a corpus has enough for, and say it; the rest is said to be missing."""
    sections = [_describe_coverage(corpus, say), _describe_unread(corpus, say)]
    if corpus.documents.empty:
        return sections
    try:
        with warnings.catch_warnings():
            # That a corpus is far from what was learnt from stands on the page.
            warnings.simplefilter("ignore", UserWarning)
            fit = fit_domains(corpus, codes)
    except ValueError as error:
        if codes is not None:
            raise
        return [*sections, Section("domains", limits=[say("no domains", reason=str(error))])]
    if fit.passages.empty:
        return [*sections, Section("domains", limits=[say("no domains", reason="no term")])]
    corrected = _can_correct(fit)
    sections.append(_describe_domains(fit, say, corrected))
    sections.append(_describe_gap(fit, say, corrected))
    sections.append(_describe_course(fit, say, corrected))
    sections.append(_describe_evidence(fit, corpus, say))
    measured = {name for section in sections for name, _, _ in section.tables}
    sections.append(_describe_methods(fit, corpus, say, measured))
    return sections


def _describe_coverage(corpus: Corpus, say: Words) -> Section:
    documents = corpus.documents
    section = Section("coverage")
    if documents.empty:
        section.limits.append(say("empty"))
        return section
    levels = documents["level"].astype(object).fillna("unknown").value_counts()
    years = documents["year"].dropna()
    section.found.append(
        say(
            "coverage found",
            n=len(documents),
            levels=say.join(say("level documents", level=say(name), n=n) for name, n in levels.items()),
            span=say("years", first=years.min(), last=years.max()) if len(years) else say("no years"),
            places=documents["place"].nunique(),
            passages=len(corpus.passages),
        )
    )
    table = measure_coverage(corpus)
    groups = table.drop_duplicates(["level", "kind"])
    few = int((groups["n_docs_all"] < MIN_DOCUMENTS).sum())
    thin = {"n": len(groups), "few": few, "least": MIN_DOCUMENTS}
    section.doubt.append(say("coverage thin" if few else "coverage full", **thin))
    for key, missing in (("undated", documents["year"]), ("unplaced", documents["level"])):
        if n := int(missing.isna().sum()):
            section.doubt.append(say(key, n=n))
    section.limits += _find_limits(documents, say)
    _add_picture(section, say, plot_coverage, table)
    section.tables.append(("coverage", table, None))
    return section


def _find_limits(documents: pd.DataFrame, say: Words) -> list[str]:
    """Say which comparisons these documents allow none of."""
    levels = [level for level in LEVELS if level in set(documents["level"])]
    places = documents["place"].dropna().unique()
    provinces = documents.loc[documents["level"] == LEVELS[1], "place"].dropna().unique()
    found = []
    if len(levels) == 1:
        found.append(say("one level", level=say(levels[0])))
    elif missing := [say(level) for level in LEVELS[:2] if level not in levels]:
        found.append(say("no sides", missing=say.join(missing)))
    if len(places) == 1:
        found.append(say("one place", place=places[0]))
    elif len(provinces) == 1:
        found.append(say("one province", place=provinces[0]))
    if len(documents) < MIN_DOCUMENTS:
        found.append(say("few documents", n=len(documents), least=MIN_DOCUMENTS))
    return found


def _describe_unread(corpus: Corpus, say: Words) -> Section:
    section, manifest = Section("unread"), corpus.manifest
    if "inputs" not in manifest:
        section.found.append(say("unread unknown"))
        return section
    left_out = pd.DataFrame(manifest.get("left_out", []), columns=["file", "part", "reason"])
    if left_out.empty:
        section.found.append(say("unread none", inputs=len(manifest["inputs"])))
    else:
        reasons = left_out["reason"].value_counts()
        often = {"reason": reasons.index[0], "times": reasons.iloc[0]}
        section.found.append(say("unread found", inputs=len(manifest["inputs"]), n=len(left_out), **often))
        section.doubt.append(say("unread doubt"))
        section.tables.append(("left_out", left_out, _name(left_out, say, "file", "reason")))
    rows = manifest.get("contradictions", [])
    if not rows:
        section.doubt.append(say("no contradictions"))
        return section
    table = pd.DataFrame(rows)
    section.doubt.append(say("contradictions", n=len(table), documents=table["doc_id"].nunique()))
    shown = _name(table.rename(columns={"doc_id": "document"}), say, "document", "field", "given", "read")
    section.tables.append(("contradictions", table, shown))
    return section


def _can_correct(fit: Fit) -> bool:
    """Say whether enough of the corpus is coded to correct by; without any, nothing is asked for."""
    try:
        measure_prevalence(fit, quick=True, progress=False)
    except ValueError:
        return False
    return True


def _describe_domains(fit: Fit, say: Words, corrected: bool) -> Section:
    section = Section("domains")
    table = measure_prevalence(fit, quick=True, progress=False, corrected=corrected)
    order = table.drop_duplicates(["kind", "level"]).sort_values("n_docs", ascending=False, kind="stable")
    groups = [
        table[(table["kind"] == row.kind) & (table["level"] == row.level)] for row in order.itertuples()
    ][:GROUPS]
    whole = fit.topics.loc[fit.topics["domain"] == WHOLE, "topic"]
    for rows in groups:
        top = max(rows[~rows["topic"].isin(whole)].itertuples(), key=lambda row: row.priority, default=None)
        if top is not None and pd.notna(top.priority):
            names = {"level": say(top.level), "kind": say(top.kind), "n": top.n_docs}
            estimate = say.estimate("share", top.priority, top.low, top.high)
            section.found.append(say("domain found", domain=say.domain(top), estimate=estimate, **names))
    silent = len(fit.documents) - fit.passages["doc_id"].nunique()
    if silent:
        section.doubt.append(say("silent", n=silent))
    n_coded = len(fit.codes)
    measured = "uncorrected" in table
    section.doubt.append(say("coded" if measured else "few coded" if n_coded else "not coded", n=n_coded))
    distance = measure_distance(fit).set_index("group")["unknown"]
    percent = {"unknown": f"{100 * distance[ALL]:.0f}", "home": f"{100 * distance[HOME]:.0f}"}
    if distance[ALL] > FAR * distance[HOME]:
        section.limits.append(say("far", **percent))
    else:
        section.doubt.append(say("near", **percent))
    section.tables.append(("priorities", table, _show_priorities(groups, say)))
    return section


def _show_priorities(groups: list[pd.DataFrame], say: Words) -> pd.DataFrame:
    """Lay the groups out beside each other, a row a domain, a bar a cell."""
    shown = {say("column domain"): [write_line(say.domain(row)) for row in groups[0].itertuples()]}
    for rows in groups:
        name = f"{say(rows['level'].iloc[0])} · {say(rows['kind'].iloc[0])} ({rows['n_docs'].iloc[0]})"
        shown[name] = [_draw_bar(row, say) for row in rows.itertuples()]
    table = pd.DataFrame(shown)
    return table.loc[groups[0]["priority"].reset_index(drop=True).sort_values(ascending=False).index]


def _draw_bar(row: Any, say: Words) -> str:
    value = 0 if pd.isna(row.priority) else min(max(row.priority, 0), 1)
    interval = "" if pd.isna(row.low) else f" ({100 * row.low:.1f} – {100 * row.high:.1f})"
    return (
        f"{100 * row.priority:.1f}%{interval}<br>"
        f'<svg width="{BAR}" height="7" aria-hidden="true"><rect width="{BAR * value:.1f}" height="7" '
        'fill="#0072B2"/></svg>'
    )


def _describe_gap(fit: Fit, say: Words, corrected: bool) -> Section:
    section = Section("gap")
    missing = [say(level) for level in LEVELS[:2] if level not in set(fit.documents["level"])]
    if missing:
        section.found.append(say("no sides", missing=say.join(missing)))
        return section
    table = measure_gap(fit, quick=True, progress=False, together="fdr", corrected=corrected)
    both = table[table["gap"].notna()]
    for kind, rows in both.groupby("kind", sort=False):
        section.found.append(_say_gap(kind, rows, fit, say))
        if not rows["enough"].any():
            section.limits.append(section.found[-1])
    one_sided = [kind for kind in table["kind"].unique() if kind not in set(both["kind"])]
    if one_sided:
        kinds = say.join(say(kind) for kind in one_sided)
        section.limits.append(say("gap one side", kinds=kinds))
    if len(both):
        section.doubt.append(say("gap doubt"))
        many = both.groupby("kind")["n_docs"].max().nlargest(GROUPS).index
        _add_picture(section, say, plot_gap, both[both["kind"].isin(many)])
    section.tables.append(("gap", table, _show_gaps(both, say) if len(both) else None))
    return section


def _say_gap(kind: str, rows: pd.DataFrame, fit: Fit, say: Words) -> str:
    counts = {"national": rows["n_national"].max(), "provincial": rows["n_provincial"].max()}
    if not rows["enough"].any():
        few = (rows["reason"] == TOO_FEW).any()
        return say("gap few" if few else "gap years", kind=say(kind), **counts)
    told = rows[rows["enough"] & (rows["q"] <= LEVEL_OF_TEST)]
    if told.empty:
        return say("gap none", kind=say(kind))
    whole = fit.topics.loc[fit.topics["domain"] == WHOLE, "topic"]
    named = told[~told["topic"].isin(whole)].sort_values("gap", ascending=False)
    ends = {"gap centre": named[named["gap"] > 0].head(1), "gap provinces": named[named["gap"] < 0].tail(1)}
    listed = Speech(say.language).join(
        say(
            key,
            domain=say.domain(row),
            # What a side gives more is said without its sign.
            estimate=say.estimate("points", abs(row.gap), *sorted((abs(row.low), abs(row.high)))),
        )
        for key, end in ends.items()
        for row in end.itertuples()
    )
    return say("gap found", kind=say(kind), n=len(told), of=len(rows), listed=listed)


def _show_gaps(table: pd.DataFrame, say: Words) -> pd.DataFrame:
    shown = table.reindex(table["gap"].abs().sort_values(ascending=False).index)
    columns = {
        "kind": shown["kind"].map(say),
        "domain": [say.domain(row) for row in shown.itertuples()],
        "gap": _points(shown["gap"]),
        "interval": _interval(shown),
        "q": _q(shown["q"]),
        "sides": shown["n_national"].astype(str) + " : " + shown["n_provincial"].astype(str),
    }
    return _name(pd.DataFrame(columns), say, *columns)


def _describe_course(fit: Fit, say: Words, corrected: bool) -> Section:
    section = Section("course")
    trend = _or_reason(lambda: measure_trend(fit, corrected=corrected))
    change = _or_reason(lambda: measure_change(fit, corrected=corrected))
    if isinstance(trend, pd.DataFrame):
        section.tables.append(("trend", trend, None))
        enough = trend[(trend["level"] != "gap") & trend["enough"].astype(bool)]
        for kind in enough["kind"].unique():
            _add_picture(section, say, plot_trend, trend[trend["kind"] == kind])
    if isinstance(change, str):
        section.found.append(say("change not", reason=change))
        section.limits.append(section.found[-1])
        return section
    levels = change[change["level"] != "gap"]
    told = levels[levels["enough"].astype(bool)]
    found = told[told["q"] <= LEVEL_OF_TEST]
    section.found += _say_changes(found, fit, say)
    if told.empty:
        section.found.append(say("change few"))
        section.limits.append(section.found[-1])
    elif found.empty:
        section.found.append(say("change none", n=len(told)))
    section.doubt.append(say("change doubt", told=len(told), n=len(levels), found=len(found)))
    section.tables.append(("change", change, _show_changes(found, say) if len(found) else None))
    return section


def _say_changes(found: pd.DataFrame, fit: Fit, say: Words) -> list[str]:
    """Say of each kind and level what rose most and what fell most."""
    whole = fit.topics.loc[fit.topics["domain"] == WHOLE, "topic"]
    sentences = []
    for (kind, level), rows in found[~found["topic"].isin(whole)].groupby(["kind", "level"], sort=False):
        ends = {"change rose": rows[rows["change"] > 0], "change fell": rows[rows["change"] < 0]}
        for key, end in ends.items():
            for row in end.loc[end["change"].abs().nlargest(1).index].itertuples():
                names = {"kind": say(kind), "level": say(level), "domain": say.domain(row)}
                names |= {"before": say.era(row.before), "after": say.era(row.after)}
                estimate = say.estimate("points", row.change, row.low, row.high, "+")
                sentences.append(say(key, estimate=estimate, **names))
    return sentences


def _show_changes(table: pd.DataFrame, say: Words) -> pd.DataFrame:
    shown = table.reindex(table["change"].abs().sort_values(ascending=False).index)
    columns = {
        "kind": shown["kind"].map(say),
        "level": shown["level"].map(say),
        "domain": [say.domain(row) for row in shown.itertuples()],
        "eras": shown["before"].map(say.era) + " → " + shown["after"].map(say.era),
        "change": _points(shown["change"]),
        "interval": _interval(shown),
        "q": _q(shown["q"]),
    }
    return _name(pd.DataFrame(columns), say, *columns)


def _describe_evidence(fit: Fit, corpus: Corpus, say: Words) -> Section:
    table = list_evidence(fit, corpus).drop(columns="text")
    surest = table.drop_duplicates("domain")
    weak = surest[surest["share"] < LIKELY]
    counts = {"n": len(surest) - len(weak), "of": len(surest), "documents": table["doc_id"].nunique()}
    section = Section("evidence", [say("evidence found", **counts)], [say("evidence doubt")])
    if len(weak):
        names = say.join(say.domain(row) for row in weak.itertuples())
        section.doubt.append(say("evidence weak", domains=names))
    likely = table[table["share"] >= LIKELY]
    columns = {
        "domain": [write_line(say.domain(row)) for row in likely.itertuples()],
        "document": [_link(row) for row in likely.itertuples()],
        "heading": [write_line(_text(row.heading)) for row in likely.itertuples()],
        "passage": likely["passage_id"].map(write_line),
        "share": likely["share"].map("{:.2f}".format),
    }
    shown = pd.DataFrame(columns).rename(columns=lambda name: say(f"column {name}"))
    section.tables.append(("evidence", table, shown))
    return section


def _link(row: Any) -> str:
    """Give the title of a document, as a link where its address is one of the web."""
    title, url = write_line(_text(row.title) or row.doc_id), _text(row.url)
    known = re.match(r"https?://", url)
    return f'<a href="{write_line(url, 2000)}" rel="noreferrer">{title}</a>' if known else title


def _describe_methods(fit: Fit, corpus: Corpus, say: Words, measured: set[str]) -> Section:
    learnt = fit.settings["n_learnt"]
    numbers = {"n": len(corpus.documents), "passages": len(corpus.passages), "terms": corpus.terms["n"].sum()}
    numbers |= {"k": fit.settings["n_topics"], "sklearn": fit.settings["versions"]["scikit-learn"], **learnt}
    keys = ["documents", "domains", "intervals", *(["gap"] if "gap" in measured else [])]
    keys += ["found"] if measured & {"gap", "change"} else []
    return Section("methods", doubt=[say(f"methods {key}", **numbers) for key in keys])


def _add_picture(section: Section, say: Words, plot: Callable[..., Axes], table: pd.DataFrame) -> None:
    """Add the picture of a table; where it cannot be drawn the rest of the page stands, and says so."""
    before = set(plt.get_fignums())
    try:
        section.pictures.append(plot(table, language=say.language))
    except ValueError as error:
        for number in set(plt.get_fignums()) - before:
            plt.close(number)
        section.doubt.append(say("no picture", reason=str(error)))


def _or_reason(measure: Callable[[], pd.DataFrame]) -> pd.DataFrame | str:
    """Measure, or give the reason why these documents do not allow it."""
    try:
        return measure()
    except ValueError as error:
        return str(error)


def _name(table: pd.DataFrame, say: Words, *columns: str) -> pd.DataFrame:
    """Give these columns under their human names, fit for a page."""
    shown = table[list(columns)].map(lambda cell: write_line(_text(cell)))
    return shown.rename(columns=lambda name: say(f"column {name}"))


def _text(cell: Any) -> str:
    return "" if pd.isna(cell) else str(cell)


def _points(values: pd.Series) -> pd.Series:
    return (100 * values).map("{:+.1f}".format)


def _interval(table: pd.DataFrame) -> pd.Series:
    return (_points(table["low"]) + " … " + _points(table["high"])).where(table["low"].notna(), "–")


def _q(values: pd.Series) -> pd.Series:
    written = values.map("{:.3f}".format).mask(values < 0.001, "< 0.001")
    return written.where(values.notna(), "–")
