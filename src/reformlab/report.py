"""One page on a corpus: what is there, what it gives room to, what changed, and what it cannot say."""

from __future__ import annotations

import io
import re
import warnings
from base64 import b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from reformlab.building.page import write_line
from reformlab.corpus.choices import check_choice
from reformlab.corpus.periods import read_eras
from reformlab.corpus.store import replace_file, save_tasks
from reformlab.corpus.tables import LEVELS, Corpus, data_folder, read_texts
from reformlab.domains.codes import read_codes
from reformlab.domains.distance import ALL, HOME, measure_distance
from reformlab.domains.evidence import list_evidence
from reformlab.domains.fit import FAR, fit_domains
from reformlab.figures.gap import plot_coverage, plot_gap
from reformlab.figures.picture import describe_figure
from reformlab.figures.text import Speech
from reformlab.figures.trend import plot_trend
from reformlab.measures.change import measure_change
from reformlab.measures.gap import MIN_DOCUMENTS, TOO_FEW, measure_coverage, measure_gap, measure_prevalence
from reformlab.measures.permutation import LEVEL_OF_TEST
from reformlab.measures.trend import measure_trend
from reformlab.paper.methods import CITED, find_citations, write_bibtex

if TYPE_CHECKING:
    from reformlab.topics.fit import Fit

WHOLE = "whole"
# Rows of a table that stand on the page, and groups beside each other; the CSV has all.
ROWS, GROUPS = 42, 4
LIKELY = 0.5
BAR = 90  # pixels for 100 %


@dataclass(frozen=True)
class Words:
    """The fixed wording of a report in one language; words of figures stand for themselves."""

    language: str

    def __call__(self, key: str, **values: Any) -> str:
        """Return the sentence of this key, its gaps filled."""
        texts = read_texts("report")[self.language]
        if key not in texts:
            return Speech(self.language)(key, **values)
        return texts[key].format(**values)

    def join(self, parts: Iterable[str]) -> str:
        """Put names in a row."""
        return ("、" if self.language == "zh" else ", ").join(parts)

    def domain(self, row: Any) -> str:
        """Give the name of the domain of a row."""
        return row.label if self.language == "zh" else row.label_en

    def era(self, name: str) -> str:
        """Give the name of an era."""
        known = read_eras().set_index("name")["zh"]
        return known.get(name, name) if self.language == "zh" else name

    def estimate(self, key: str, value: float, low: float, high: float, sign: str = "") -> str:
        """Say a value and its interval, ``key`` being "share" or "points"."""
        written = [f"{100 * number:{sign}.1f}" for number in (value, low, high)]
        named = dict(zip(("value", "low", "high"), written, strict=True))
        return self(f"{key} alone" if pd.isna(low) else key, **named)


@dataclass
class Section:
    """One part of the page: findings, what is doubtful of them, pictures and tables."""

    name: str
    found: list[str] = field(default_factory=list)
    doubt: list[str] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)
    pictures: list[Axes] = field(default_factory=list)
    # Of each the name, the whole table, and what of it stands on the page (nothing, text, or HTML).
    tables: list[tuple[str, pd.DataFrame, pd.DataFrame | None]] = field(default_factory=list)


def write_report(
    corpus: Corpus, out: str | Path, *, codes: str | Path | pd.DataFrame | None = None, language: str = "en"
) -> Path:
    """Write one HTML page that says what the documents of a corpus give room to, and what they cannot say.

    Parameters
    ----------
    corpus : Corpus
        Any: what it has not enough documents, levels or years for, the page says in a sentence.
    out : path
        The file to write. It loads nothing: pictures are SVG within it, each table can be saved as CSV.
    codes : path or DataFrame, optional
        A coded sample of the corpus (`read_codes`): the classifier learns from it, and is corrected by it.
    language : {"en", "zh"}
        Of sentences, names and pictures.

    Returns
    -------
    Path
        The file. No wording of documents but titles and headings: read before you publish it.

    Raises
    ------
    ValueError
        For an unknown language, or where none of the coded passages is in the corpus.
    TableError
        Where the codes have faults.

    Examples
    --------
    >>> import tempfile, reformlab as rl
    >>> page = rl.write_report(rl.load_corpus("made-up"), tempfile.mkdtemp() + "/report.html")
    >>> "<script" in page.read_text("utf-8")
    False
    """
    check_choice("language", language, ["en", "zh"])
    say, out = Words(language), Path(out)
    page = _lay_out(make_sections(corpus, say, None if codes is None else read_codes(codes)), say)
    replace_file(out, lambda part: part.write_text(page, "utf-8"))
    return out


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


def _lay_out(sections: list[Section], say: Words) -> str:
    """Put the sections into the page."""
    from reformlab import __version__

    limits = dict.fromkeys(sentence for section in sections for sentence in section.limits)
    body = [_box("limits", f"<strong>{say('limits')}</strong>", limits)] if limits else []
    for section in sections:
        write = _write_methods if section.name == "methods" else _write_section
        body.append(write(section, say))
    page = Template((data_folder() / "texts" / "report.html").read_text("utf-8"))
    about = say("about", version=__version__)
    language = "zh-Hans" if say.language == "zh" else "en"
    return page.substitute(language=language, title=say("title"), about=about, body="\n".join(body))


def _write_section(section: Section, say: Words) -> str:
    parts = [f'<section id="{section.name}"><h2>{say(section.name)}</h2>']
    parts += [f'<p class="found">{write_line(sentence, 2000)}</p>' for sentence in section.found]
    if doubts := [text for text in [*section.limits, *section.doubt] if text not in section.found]:
        parts.append(_box("doubt", f"<strong>{say('doubt')}</strong>", doubts))
    for number, ax in enumerate(section.pictures):
        parts.append(f'<div class="wide">{_draw(ax, f"{section.name}{number}")}</div>')
    for name, table, shown in section.tables:
        if shown is not None and len(shown):
            html = shown.head(ROWS).to_html(index=False, border=0, escape=False)
            parts.append(f'<div class="wide">{html}</div>')
            if len(shown) > ROWS:
                parts.append(f'<p class="small">{say("more rows", n=len(shown) - ROWS)}</p>')
        parts.append(_offer(table, name, say))
    return "\n".join([*parts, "</section>"])


def _box(name: str, head: str, sentences: Iterable[str]) -> str:
    lines = "".join(f"<p>{write_line(sentence, 2000)}</p>" for sentence in sentences)
    return f'<div class="{name}">{head}{lines}</div>'


def _offer(table: pd.DataFrame, name: str, say: Words) -> str:
    """Give a link that saves the whole table; no cell of it opens as a formula."""
    with TemporaryDirectory() as folder:
        data = save_tasks(table, Path(folder) / f"{name}.csv").read_bytes()
    label = say("save", name=name, n=len(table))
    href = f"data:text/csv;charset=utf-8;base64,{b64encode(data).decode()}"
    return f'<p class="small"><a download="{name}.csv" href="{href}">{label}</a></p>'


def _draw(ax: Axes, prefix: str) -> str:
    """Draw a figure as SVG within the page, its alternative text as its label; close it."""
    file = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": prefix}):
        ax.figure.savefig(file, format="svg", metadata={"Date": None})
    plt.close(ax.figure)
    svg = file.getvalue()
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    # Names within a picture are its own; those of two pictures on one page must not meet.
    svg = re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{prefix}-", svg)
    label = write_line(describe_figure(ax), 10_000)
    return svg.replace("<svg", f'<svg role="img" aria-label="{label}"', 1)


def _write_methods(section: Section, say: Words) -> str:
    text = " ".join(section.doubt)
    entries = {key: _read_entry(key) for key in find_citations(text)}
    text = re.sub(r"\[(@[^]]+)\]", r"(\1)", text)
    text = CITED.sub(lambda cited: entries[cited[1]][0], text)
    listed = "".join(f"<li>{write_line(whole, 2000)}</li>" for _, whole in sorted(entries.values()))
    return (
        f'<section id="methods"><h2>{say("methods")}</h2><p>{write_line(text, 10_000)}</p>'
        f"<h2>{say('references')}</h2><ul>{listed}</ul></section>"
    )


def _read_entry(key: str) -> tuple[str, str]:
    """Give a reference as it is cited, and as it is listed."""
    entry = write_bibtex([key])
    part = dict(re.findall(r"^  (\w+) = \{(.*)\},?$", entry.replace("\\&", "&"), flags=re.MULTILINE))
    names = [name.split(", ")[0] for name in part["author"].split(" and ")]
    cited = f"{names[0]} et al." if len(names) > 2 else " & ".join(names)
    where = part.get("journal") or part.get("booktitle") or part.get("publisher", "")
    volume = f" {part['volume']}" if "volume" in part else ""
    authors = "; ".join(part["author"].split(" and "))
    return f"{cited} {part['year']}", f"{authors} ({part['year']}). {part['title']}. {where}{volume}."
