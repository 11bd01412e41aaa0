"""What a report says of a corpus: each part is measured where there is enough, or says what is missing."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pandas as pd

from reformlab.building.safe_html import write_line
from reformlab.corpus.periods import read_eras
from reformlab.corpus.store import SHARED_HEADING, shorten
from reformlab.corpus.tables import CENTRE, LEVELS, PROVINCIAL, SIDES, Corpus
from reformlab.domains.codebook import WHOLE
from reformlab.domains.distance import ALL, HOME, measure_distance
from reformlab.domains.evidence import list_evidence
from reformlab.domains.fit import FAR, fit_domains
from reformlab.figures.gap import plot_gap
from reformlab.figures.text import Speech
from reformlab.figures.trend import plot_trend
from reformlab.measures.change import LEAST_IN_ERA, measure_change
from reformlab.measures.correction import MIN_CODED_DOCUMENTS
from reformlab.measures.enough_coded import Corrected, find_corrected
from reformlab.measures.estimates import MIN_DOCUMENTS
from reformlab.measures.gap import TOO_FEW, measure_gap, measure_priorities
from reformlab.measures.permutation import LEVEL_OF_TEST
from reformlab.measures.planning import count_units
from reformlab.measures.series import LEAST_YEARS, MIN_YEARS
from reformlab.measures.trend import measure_trend
from reformlab.paper.tables import say_worth
from reformlab.report.cells import (
    add_picture,
    link,
    name_columns,
    text_of,
    write_interval,
    write_points,
    write_q,
)
from reformlab.report.documents import describe_coverage, describe_unread
from reformlab.report.words import Section, Words, write_percent

if TYPE_CHECKING:
    from reformlab.topics.fit import Fit

# Groups that stand beside each other on the page; the CSV has all.
GROUPS = 4
LIKELY, SURE = 0.5, 0.99
OPENING = 60  # signs of a passage that stand on the page
BAR = 90  # pixels for 100 %


def make_sections(corpus: Corpus, say: Words, codes: pd.DataFrame | None = None) -> list[Section]:
    """Measure what a corpus has enough for, and say it; the rest is said to be missing."""
    sections = [describe_coverage(corpus, say), describe_unread(corpus, say)]
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
    corrected = find_corrected(fit)
    sections.append(_describe_domains(fit, say, corrected, codes))
    gone = 0 if codes is None else int((~codes["passage_id"].isin(corpus.passages["passage_id"])).sum())
    if gone:
        sections[-1].doubt.append(say("codes gone", n=gone, all=len(codes)))
    sections.append(_describe_gap(fit, say, corrected))
    sections.append(_describe_course(fit, say, corrected))
    sections.append(_describe_evidence(fit, corpus, say))
    sections.append(_describe_methods(fit, corpus, say, sections))
    return sections


def _describe_domains(
    fit: Fit, say: Words, corrected: Corrected, codes: pd.DataFrame | None = None
) -> Section:
    section = Section("domains")
    table = say_worth(corrected.measure(measure_priorities, fit, quick=True, progress=False))
    order = table.drop_duplicates(["kind", "level"]).sort_values("n_docs", ascending=False, kind="stable")
    first = order.head(GROUPS).itertuples()
    groups = [table[(table["kind"] == row.kind) & (table["level"] == row.level)] for row in first]
    for rows in groups:
        named = _leave_whole(rows, fit).itertuples()
        top = max(named, key=lambda row: row.priority, default=None)
        # Of documents whose level is not known a sentence would mislead; the table has them.
        if top is not None and pd.notna(top.priority) and (top.level in LEVELS or len(groups) == 1):
            names = {"level": say.level(top.level), "kind": say(top.kind), "n": top.n_docs}
            why = _say_why(fit, top, say)
            estimate = say.estimate("share", top.priority, top.low, top.high, why=why)
            section.found.append(say("domain found", domain=say.domain(top), estimate=estimate, **names))
    silent = len(fit.documents) - fit.passages["doc_id"].nunique()
    if silent:
        section.doubt.append(say("silent", n=silent))
    n_coded = len(fit.codes)
    measured = "uncorrected" in table
    if measured:  # those of kinds and levels that are left as predicted correct nothing
        n_coded = int(table.drop_duplicates(["kind", "level"])["n_coded"].sum())
    section.doubt.append(say("coded" if measured else "few coded" if n_coded else "not coded", n=n_coded))
    if codes is not None and "shared" in codes.attrs:
        section.doubt.append(say("agreed", **codes.attrs))
    for row in corrected.left.itertuples():
        counts = {"n": row.n_docs, "coded": row.n_coded, "least": MIN_CODED_DOCUMENTS}
        section.doubt.append(say("not corrected", level=say.level(row.level), kind=say(row.kind), **counts))
    distance = measure_distance(fit).set_index("group")["unknown"]
    percent = {"unknown": f"{100 * distance[ALL]:.0f}", "home": f"{100 * distance[HOME]:.0f}"}
    if distance[ALL] > FAR * distance[HOME]:
        section.limits.append(say("far", **percent))
    else:
        section.doubt.append(say("near", **percent))
    if (fit.topics["domain"] == WHOLE).any():
        section.doubt.append(say("whole"))
    if fit.topics["label_en"].str.contains("F1 ").any():
        section.doubt.append(say("less surely"))
    section.tables.append(("priorities", table, _show_priorities(groups, say, corrected)))
    return section


def _leave_whole(table: pd.DataFrame, fit: Fit) -> pd.DataFrame:
    """Leave out the rows of the field as a whole, which is no domain."""
    return table[~table["topic"].isin(fit.topics.loc[fit.topics["domain"] == WHOLE, "topic"])]


def _say_why(fit: Fit, row: Any, say: Words) -> str:
    """Say why a group has no interval: how many documents or places it has, and how many it takes."""
    units = count_units(fit)
    units = units[(units["kind"] == row.kind) & (units["level"] == row.level)].to_dict("records")[0]
    unit = "documents" if row.level == CENTRE else "places"
    uneven = " uneven" if units["n_units"] >= MIN_DOCUMENTS else ""
    # Rounded down, so that what counts for too few never reads as enough.
    counts = {"n": units["n_units"], "more": units["n_more"], "counts": int(10 * units["n_counts"]) / 10}
    counts |= {"fewest": units["fewest"], "most": units["most"], "least": MIN_DOCUMENTS}
    return say(f"few units {unit}{uneven}", **counts)


def _show_priorities(groups: list[pd.DataFrame], say: Words, corrected: Corrected) -> pd.DataFrame:
    """Lay the groups out beside each other, a row a domain, a bar a cell."""
    shown = {say("column domain"): [write_line(say.domain(row)) for row in groups[0].itertuples()]}
    for rows in groups:
        name = f"{say.level(rows['level'].iloc[0])} · {say(rows['kind'].iloc[0])} ({rows['n_docs'].iloc[0]})"
        if corrected.leaves(rows["kind"].iloc[0], rows["level"].iloc[0]):
            name += f" · {say('column not corrected')}"
        shown[name] = [_draw_bar(row, say) for row in rows.itertuples()]
    table = pd.DataFrame(shown)
    return table.loc[groups[0]["priority"].reset_index(drop=True).sort_values(ascending=False).index]


def _draw_bar(row: Any, say: Words) -> str:
    value = 0 if pd.isna(row.priority) else min(max(row.priority, 0), 1)
    written = [write_percent(share) for share in (row.priority, row.low, row.high)]
    interval = "" if pd.isna(row.low) else f" ({written[1]} – {written[2]})"
    return (
        f"{written[0]}%{interval}<br>"
        f'<svg width="{BAR}" height="7" aria-hidden="true"><rect width="{BAR * value:.1f}" height="7" '
        'fill="#0072B2"/></svg>'
    )


def _describe_gap(fit: Fit, say: Words, corrected: Corrected) -> Section:
    section = Section("gap")
    missing = [say(level) for level in SIDES if level not in set(fit.documents["level"])]
    if missing:
        section.found.append(say("no sides", missing=say.join(missing)))
        return section
    table = say_worth(corrected.measure(measure_gap, fit, quick=True, progress=False, together="fdr"))
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
        if mixed := [say(kind) for kind in both["kind"].unique() if corrected.leaves(kind)]:
            section.doubt.append(say("gap not corrected", kinds=say.join(mixed)))
        many = both.groupby("kind")["n_docs"].max().nlargest(GROUPS).index
        add_picture(section, say, plot_gap, both[both["kind"].isin(many)])
    section.tables.append(("gap", table, _show_gaps(both, say) if len(both) else None))
    if not both["enough"].any():
        section.folded.add("gap")
    return section


def _say_gap(kind: str, rows: pd.DataFrame, fit: Fit, say: Words) -> str:
    if not rows["enough"].any():
        return _say_no_gap(kind, rows.iloc[0], fit, say)
    told = rows[rows["enough"] & (rows["q"] <= LEVEL_OF_TEST)]
    if told.empty:
        return say("gap none", kind=say(kind))
    named = _leave_whole(told, fit).sort_values("gap", ascending=False)
    ends = {"gap centre": named[named["gap"] > 0].head(1), "gap provinces": named[named["gap"] < 0].tail(1)}
    listed = []
    for key, end in ends.items():
        for row in end.itertuples():
            # What a side gives more is said without its sign.
            estimate = say.estimate("points", abs(row.gap), *sorted((abs(row.low), abs(row.high))))
            listed.append(say(key, domain=say.domain(row), estimate=estimate))
    about = {"kind": say(kind), "n": len(told), "of": len(rows)}
    return say("gap found", **about, listed=Speech(say.language).join(listed))


def _say_no_gap(kind: str, row: Any, fit: Fit, say: Words) -> str:
    """Say why no gap can be told, and how many documents of which side would be enough."""
    units = count_units(fit)
    units = units[units["kind"] == kind].set_index("level").loc[list(SIDES)]
    counts = {"national": row["n_national"], "provincial": row["n_provincial"]}
    counts["places"] = units.loc[PROVINCIAL, "n_units"]
    counts |= {"kind": say(kind), "least": MIN_DOCUMENTS}
    if row["reason"] != TOO_FEW:
        return say("gap years", **counts)
    needed = {"more documents": CENTRE, "more places": PROVINCIAL}
    n_more = units["n_more"]
    more = [say(key, n=n_more[level]) for key, level in needed.items() if n_more[level]]
    return say("gap few", more=say.join(more), **counts)


def _show_gaps(table: pd.DataFrame, say: Words) -> pd.DataFrame:
    shown = table.reindex(table["gap"].abs().sort_values(ascending=False).index)
    columns = {
        "domain": [say.domain(row) for row in shown.itertuples()],
        "gap": write_points(shown["gap"]),
        "interval": write_interval(shown),
        "q": write_q(shown["q"]),
        "sides": shown["n_national"].astype(str) + " : " + shown["n_provincial"].astype(str),
        "kind": shown["kind"].map(say),
    }
    return name_columns(pd.DataFrame(columns), say)


def _describe_course(fit: Fit, say: Words, corrected: Corrected) -> Section:
    section = Section("course")
    trend = _or_reason(lambda: say_worth(corrected.measure(measure_trend, fit)))
    change = _or_reason(lambda: say_worth(corrected.measure(measure_change, fit)))
    if isinstance(trend, pd.DataFrame):
        section.tables.append(("trend", trend, None))
        enough = trend[(trend["level"] != "gap") & trend["enough"].astype(bool)]
        for kind in enough["kind"].unique():
            add_picture(section, say, plot_trend, trend[trend["kind"] == kind])
    eras = [say("eras", eras=names)] if (names := _name_eras(fit, say)) else []
    if isinstance(change, str):
        section.found.append(_say_no_change(trend, say))
        section.limits.append(section.found[-1])
        section.doubt += eras
        return section
    levels = change[change["level"] != "gap"]
    told = levels[levels["enough"].astype(bool)]
    found = told[told["q"] <= LEVEL_OF_TEST]
    section.found += _say_changes(found, fit, say)
    groups = len(levels[["kind", "level", "before", "after"]].drop_duplicates())
    if told.empty:
        section.found.append(_say_no_change(trend, say))
        section.limits.append(section.found[-1])
    elif found.empty:
        section.found.append(say("change none", n=len(told)))
    domains = {"domains": levels["topic"].nunique(), "groups": groups}
    counts = {"n": len(levels), "told": len(told), "found": len(found)}
    section.doubt.append(say("change doubt" if len(told) else "change short", **counts, **domains))
    section.doubt += eras
    section.tables.append(("change", change, _show_changes(found, say) if len(found) else None))
    return section


def _say_no_change(trend: pd.DataFrame | str, say: Words) -> str:
    """Say how many years of the centre, or places in a year, would be enough, and how many there are."""
    here = {"years": 0, "places": 0}
    if isinstance(trend, pd.DataFrame):
        centre, others = (trend[trend["level"] == level] for level in SIDES)
        here["years"] = int(centre.groupby("kind")["year"].nunique().max()) if len(centre) else 0
        here["places"] = int(others["n_places"].max()) if len(others) else 0
    least = {"least_years": MIN_YEARS, "least": MIN_DOCUMENTS, "in_era": LEAST_IN_ERA}
    return say("change few", **here, **least)


def _name_eras(fit: Fit, say: Words) -> str:
    """Name the eras that the documents are of, with their years."""
    years = fit.documents["year"].dropna()
    eras = read_eras()
    here = [years.between(row.first_year, row.last_year).any() for row in eras.itertuples()]
    named = eras[here].itertuples(index=False)
    return say.join(f"{say.era(row.name)} {row.first_year}–{row.last_year}" for row in named)


def _say_changes(found: pd.DataFrame, fit: Fit, say: Words) -> list[str]:
    """Say of each kind and level what rose most and what fell most."""
    sentences = []
    for (kind, level), rows in _leave_whole(found, fit).groupby(["kind", "level"], sort=False):
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
        "domain": [say.domain(row) for row in shown.itertuples()],
        "eras": shown["before"].map(say.era) + " → " + shown["after"].map(say.era),
        "change": write_points(shown["change"]),
        "interval": write_interval(shown),
        "q": write_q(shown["q"]),
        "level": shown["level"].map(say),
        "kind": shown["kind"].map(say),
    }
    return name_columns(pd.DataFrame(columns), say)


def _describe_evidence(fit: Fit, corpus: Corpus, say: Words) -> Section:
    table = list_evidence(fit, corpus).merge(corpus.documents[["doc_id", "file"]], on="doc_id")
    surest = table.drop_duplicates("domain")
    weak = surest[surest["share"] < LIKELY]
    counts = {"n": len(surest) - len(weak), "of": len(surest), "documents": table["doc_id"].nunique()}
    section = Section("evidence", [say("evidence found", **counts)], [say("evidence doubt")])
    if len(weak):
        names = say.join(say.domain(row) for row in weak.itertuples())
        section.doubt.append(say("evidence weak", domains=names))
    if corpus.texts is not None:
        section.doubt.append(say("evidence wording", signs=OPENING))
    likely = table[table["share"] >= LIKELY]
    again = likely["domain"].eq(likely["domain"].shift())
    names = pd.Series([write_line(say.domain(row)) for row in likely.itertuples()], likely.index)
    columns = {
        "domain": names.mask(again, ""),
        "document": [_name_document(row) for row in likely.itertuples()],
        "passage": [_open_passage(row, say) for row in likely.itertuples()],
        "share": likely["share"].map("{:.2f}".format).mask(likely["share"] > SURE, f"&gt; {SURE}"),
    }
    shown = pd.DataFrame(columns).rename(columns=lambda name: say(f"column {name}"))
    section.tables.append(("evidence", table.drop(columns="text"), shown))
    return section


def _name_document(row: Any) -> str:
    """Give the title of a document, or the name that it goes by; below it the file, as `show` takes it."""
    return f"{link(text_of(row.title) or row.doc_id, row.url)}<small>{write_line(row.file)}</small>"


def _open_passage(row: Any, say: Words) -> str:
    """Name a passage by its number and heading; folded below it, how it begins."""
    number, heading = row.passage_id.rpartition(":")[2].lstrip("0"), text_of(row.heading)
    text = text_of(row.text)
    begins = heading or shorten(text, SHARED_HEADING)
    name = write_line(say("passage number", n=number) + (f" {begins}" if begins else ""), 60)
    opening = write_line(text, OPENING)
    return f"<details><summary>{name}</summary>{opening}</details>" if text else name


def _describe_methods(fit: Fit, corpus: Corpus, say: Words, sections: list[Section]) -> Section:
    """Say how the numbers of these sections were made, and of intervals where there are any."""
    tables = {name: table for section in sections for name, table, _ in section.tables}
    told = {name for name, table in tables.items() if "low" in table and table["low"].notna().any()}
    learnt = fit.settings["n_learnt"]
    where = " and ".join(name for name in ("here", "elsewhere") if learnt[name])
    numbers = {"n": len(corpus.documents), "passages": len(corpus.passages), "terms": corpus.terms["n"].sum()}
    numbers |= {"k": fit.settings["n_topics"], "sklearn": fit.settings["versions"]["scikit-learn"]}
    numbers |= {"learnt": say(f"learnt {where}", **learnt), "years": LEAST_YEARS}
    keys = ["documents", "domains", "intervals" if told else "no intervals"]
    keys += ["gap"] if "gap" in tables else []
    keys += ["gap intervals"] if "gap" in told else []
    keys += ["found"] if told & {"gap", "change"} else []
    return Section("methods", doubt=[say(f"methods {key}", **numbers) for key in keys])


def _or_reason(measure: Callable[[], pd.DataFrame]) -> pd.DataFrame | str:
    """Measure, or give the reason why these documents do not allow it."""
    try:
        return measure()
    except ValueError as error:
        return str(error)
