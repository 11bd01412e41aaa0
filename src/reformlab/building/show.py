"""Show a document beside its clean text, so that a person can read what cleaning did to it.

Left the raw text, right the clean one, line by line: edits in the colour and line of their rule,
passages with their numbers, what is set aside with its role, facts and mentions where they stand.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from reformlab.building.align import Cover, Run, align_text, cover_spans, cut_rows
from reformlab.building.catalogue import FIELDS
from reformlab.building.one_file import make_document_row, make_passage_row, name_document
from reformlab.building.safe_html import Page, fold_rows, mark_edit, mark_mention, write_line, write_text
from reformlab.corpus.tables import data_folder, read_documents, read_texts
from reformlab.documents.facts import Facts, read_facts
from reformlab.documents.outline import Outline, split_documents
from reformlab.documents.segments import Segment
from reformlab.mentions.find import find_mentions
from reformlab.reading.clean import RULES, CleanText, clean_headings, clean_text, count_edits
from reformlab.reading.files import RawFile, ReadError, read_file

_NO_TITLE = "without a title"
_MENTIONS = ("passage_id", "kind", "start", "end", "name")
_LINE_END = re.compile(r"\r\n|[\n\r\f\v\x1c-\x1e\x85\u2028\u2029]")
_LONGEST_DELETION, _LONGEST_EXAMPLE = 1000, 16


class _Unit(NamedTuple):
    """A segment of a document: its row as a passage, and what the page says where it opens the document."""

    segment: Segment
    row: Mapping[str, Any]
    opens: str


@dataclass(frozen=True)
class _Sheet:
    """All that a page is drawn from."""

    name: str
    file: RawFile
    clean: CleanText
    facts: Sequence[Facts]
    units: Sequence[_Unit]
    marks: Sequence[Cover]
    mentions: pd.DataFrame
    """Those of the passages of the page, and how many others were given."""
    n_elsewhere: int

    def both(self, run: Run) -> tuple[str, str]:
        """Return what a run was and what it is now."""
        return self.file.text[run.raw_start : run.raw_end], self.clean.text[run.start : run.end]

    def is_line_end(self, run: Run) -> bool:
        """Tell whether a run is the end of a line before and after."""
        was, now = self.both(run)
        return now == "\n" and bool(_LINE_END.fullmatch(was))

    def units_from(self, start: int, end: int) -> Sequence[_Unit]:
        """Return the units that begin in a stretch of the clean text."""
        first = bisect_left(self.units, start, key=lambda unit: unit.segment.start)
        return self.units[first : bisect_left(self.units, end, key=lambda unit: unit.segment.start)]

    def unit_at(self, at: int) -> _Unit | None:
        """Return the unit that a character of the clean text stands in."""
        before = bisect_right(self.units, at, key=lambda unit: unit.segment.start)
        unit = self.units[before - 1] if before else None
        return unit if unit and at < unit.segment.end else None

    def marks_in(self, start: int, end: int) -> Sequence[Cover]:
        """Return the marks that overlap a stretch of the clean text."""
        first = bisect_right(self.marks, start, key=lambda mark: mark.end)
        return self.marks[first : bisect_left(self.marks, end, key=lambda mark: mark.start)]


def show_document(source: str | Path, *, mentions: pd.DataFrame | None = None) -> Page:
    """Show a file and its clean text side by side: every edit, passage, fact and mention.

    Parameters
    ----------
    source : path
        What `read_file` reads: a file, or one text in an archive or table (``box.zip/a.txt``).
    mentions : DataFrame, optional
        One row a mention, to be underlined; those that `find_mentions` finds unless given:
        ``passage_id``, ``kind``, ``start``, ``end`` (characters of the passage), ``name``.
        Passages have the names that `build_corpus` gives without a catalogue. Mentions of other
        passages are left out, and the page says how many.

    Returns
    -------
    Page
        What a notebook shows where it is the last line of a cell; ``.save(path)`` writes it.

    Raises
    ------
    ReadError
        Where the file cannot be read; where the id of a document of a bundled corpus is given, whose wording
        does not come with the package, the message says where it can be read.

    Examples
    --------
    >>> import reformlab as rl
    >>> from reformlab.building.show import show_document
    >>> show_document(rl.data_folder() / "made-up" / "raw" / "gansu-2017.txt")
    Page(name='gansu-2017.txt')
    """
    source = Path(source)
    try:
        file = read_file(source)
    except ReadError as error:
        raise ReadError(_say_bundled(source) or str(error)) from None
    clean = clean_text(file.text)
    outlines = split_documents(clean.text, headings=clean_headings(file.headings))
    facts = [read_facts(outline, clean.text) for outline in outlines]
    documents = []
    for part, fact in enumerate(facts, start=1):
        given = {"doc_id": name_document(source.as_posix(), part, len(outlines))}
        given |= {"file": source.name, "part": str(part)}
        documents.append(make_document_row(fact, given, {}))
    units = list(_units(outlines, documents, clean.text))
    passages = {unit.row["passage_id"]: unit for unit in units if unit.row}
    if mentions is None:
        rows = pd.DataFrame([unit.row for unit in passages.values()])
        given = find_mentions(rows, pd.DataFrame(documents)) if passages else pd.DataFrame(columns=_MENTIONS)
    else:
        given = mentions
        if missing := [column for column in _MENTIONS if column not in given]:
            raise ValueError(f"mentions: columns {missing} are missing; it needs {list(_MENTIONS)}")
    here = given[given["passage_id"].isin(passages)]
    if "number_kind" in here:
        # Only aims are shown as targets; other numbers by what they are.
        other = here["number_kind"].notna() & (here["number_kind"] != "aim")
        here = here.assign(kind=here["kind"].mask(other, here["number_kind"]))
    marks = cover_spans(_place_mentions(here, passages))
    sheet = _Sheet(source.name, file, clean, facts, units, marks, here, len(given) - len(here))
    return Page(source.name, _draw_page(sheet))


def _say_bundled(source: Path) -> str:
    """Say where a document of a bundled corpus is to be read, where what is no file is the id of one."""
    if source.exists():
        return ""
    for path in sorted(data_folder().glob("*/documents.csv")):
        documents = read_documents(path).set_index("doc_id").reindex(columns=["file", "title", "date", "url"])
        if source.as_posix() not in documents.index:
            continue
        document = documents.loc[source.as_posix()]
        raw = path.parent / "raw" / document["file"]
        if raw.exists():
            return f'is the id of a document; give its file: "{raw}"'
        named = f"{document['title']} ({document['date']})"
        where = f"at {document['url']}" if pd.notna(document["url"]) else f"where you find {named}"
        return (
            f"is a document of the bundled corpus {path.parent.name}, whose wording does not come with the "
            f"package. Read it {where}. To see what reformlab makes of it, save it as a file and give that; "
            "build_corpus makes a corpus, with its wording, of a folder of such files"
        )
    return ""


def _units(outlines: Sequence[Outline], documents: Sequence[Mapping[str, Any]], text: str) -> Iterator[_Unit]:
    for part, (outline, document) in enumerate(zip(outlines, documents, strict=True), start=1):
        opens = f"Document {part} of {len(outlines)}: {document['title'] or _NO_TITLE}"
        seq = 0
        for segment in outline.segments:
            if segment.role != "blank":
                seq += segment.role == "passage"
                row = make_passage_row(document["doc_id"], seq, segment, text)
                yield _Unit(segment, row if segment.role == "passage" else {}, opens * (len(outlines) > 1))
                opens = ""


def _place_mentions(
    mentions: pd.DataFrame, passages: Mapping[str, _Unit]
) -> Iterator[tuple[int, int, tuple[str, str]]]:
    """Yield the stretches of the clean text that mentions cover, with their kinds and names."""
    for row in mentions.itertuples():
        passage = passages[row.passage_id].segment
        if not 0 <= row.start < row.end <= passage.end - passage.start:
            raise ValueError(
                f"mentions: {row.passage_id} has {passage.end - passage.start} characters, and a mention "
                f"stands at {row.start} to {row.end}; find the mentions in the passages of this file"
            )
        name = row.name if isinstance(row.name, str) else ""
        yield passage.start + row.start, passage.start + row.end, (str(row.kind), name)


def _draw_page(sheet: _Sheet) -> str:
    file, clean = sheet.file, sheet.clean
    bad = f"; {file.n_bad:,} bytes stand for no character" if file.n_bad else ""
    note = f"; {write_line(file.note)}" if file.note else ""
    about = (
        f"{file.format} {file.encoding}; {len(file.text):,} characters, {len(clean.text):,} when clean; "
        f"{len(clean.ledger):,} edits{bad}{note}"
    )
    # What sets formulas in notebooks must not look for them in a document.
    return (
        '<div class="tex2jax_ignore mathjax_ignore">'
        f'<div class="title">{write_line(sheet.name)}</div><div class="quiet">{about}</div>'
        '<div class="about"><div><div class="name">What it says of itself, and where</div>'
        f"{''.join(_draw_facts(facts, sheet) for facts in sheet.facts)}</div>"
        f"<div>{_draw_rules(clean)}{_draw_kinds(sheet)}</div></div>"
        '<div class="row top"><div class="number"></div><div class="text head">Raw</div>'
        '<div class="label"></div><div class="text head">Clean</div></div>'
        f"{fold_rows(_draw_rows(sheet))}</div>"
    )


def _draw_facts(facts: Facts, sheet: _Sheet) -> str:
    lines, called = [], read_texts("report")["en"]
    for name in dict.fromkeys([*FIELDS, *facts]):
        value, where = facts.get(name, ("", ""))
        shown = write_line(value) if value else '<span class="quiet">not stated</span>'
        lines.append(
            f'<div class="fact"><span class="quiet">{name}</span> <span>{shown}</span> '
            f'<span class="quiet">{write_line(called.get(f"from {where}", where))}</span></div>'
        )
    if len(sheet.facts) == 1:
        return "".join(lines)
    title = facts.get("title", (_NO_TITLE,))[0]
    return f"<details><summary>{write_line(title)}</summary>{''.join(lines)}</details>"


def _draw_rules(clean: CleanText) -> str:
    counts = count_edits(clean.ledger)
    examples = clean.ledger.drop_duplicates("rule").set_index("rule")
    lines = []
    for rule in RULES:
        if counts[rule.name]:
            was, now = (examples.loc[rule.name, side][:_LONGEST_EXAMPLE] for side in ("was", "now"))
            struck = _edit("del", write_text(was, edited=True), (rule.name,), rule.reason)
            put = _edit("ins", write_text(now, edited=True), (rule.name,), rule.reason)
            lines.append(
                f'<div class="rule"><b>{rule.name}</b> <span class="count">{counts[rule.name]:,}</span> '
                f'<span lang="zh">{struck if was else ""} {put if now else ""}</span> '
                f'<span class="quiet">{write_line(rule.reason)}</span></div>'
            )
    unused = ", ".join(name for name, count in counts.items() if not count)
    heading = '<div class="name">Rules that changed it, how often, and the first edit</div>'
    return f'{heading}{"".join(lines)}<div class="quiet">Rules that had nothing to change: {unused}</div>'


def _draw_kinds(sheet: _Sheet) -> str:
    """Return the legend of the lines under mentions, with how many there are of each kind."""
    counts = Counter(sheet.mentions["kind"].astype(str))
    marked = (f"{mark_mention(write_line(kind), kind, '')} {n:,}" for kind, n in sorted(counts.items()))
    shown = "; ".join(marked) or '<span class="quiet">none</span>'
    elsewhere = f"{sheet.n_elsewhere:,} more were given, of other passages" if sheet.n_elsewhere else ""
    return (
        '<div class="name">What is underlined, and how often</div>'
        f'<div>{shown}</div><div class="quiet">{elsewhere}</div>'
    )


def _draw_rows(sheet: _Sheet) -> Iterator[tuple[str, bool]]:
    """Yield each row, and whether nothing on it asks to be looked at."""
    starts = [unit.segment.start for unit in sheet.units]
    line = 1
    for row in cut_rows(align_text(sheet.clean), sheet.clean.text, starts):
        yield _draw_row(row, line, sheet), _is_plain(row, sheet)
        line += len(_LINE_END.findall(sheet.file.text, row[0].raw_start, row[-1].raw_end))


def _is_plain(row: Sequence[Run], sheet: _Sheet) -> bool:
    start, end = row[0].start, row[-1].end
    if any(unit.opens for unit in sheet.units_from(start, end)) or sheet.marks_in(start, end):
        return False
    return _is_blank(row, sheet) or not any(run.rules and not sheet.is_line_end(run) for run in row)


def _is_blank(row: Sequence[Run], sheet: _Sheet) -> bool:
    return not any("".join(sheet.both(run)).strip() for run in row)


def _draw_row(row: Sequence[Run], line: int, sheet: _Sheet) -> str:
    if _is_blank(row, sheet) and not any(run.rules for run in row):
        return '<div class="row gap"></div>'
    raw_start, start = row[0].raw_start, row[0].start
    begun = sheet.units_from(start, row[-1].end)
    unit = begun[0] if begun else sheet.unit_at(start)
    opens_line = raw_start == 0 or _LINE_END.match(sheet.file.text, raw_start - 1)
    headlines = (f'<div class="begins">{write_line(unit.opens)}</div>' for unit in begun if unit.opens)
    kind = "slim" if _is_blank(row, sheet) else unit.segment.role if unit else "gone"
    return (
        f'{"".join(headlines)}<div class="row {kind}{"" if begun else " on"}">'
        f'<div class="number">{line if opens_line else ""}</div>'
        f'<div class="text" lang="zh">{"".join(_draw_raw(run, sheet) for run in row)}</div>'
        f'<div class="label">{"".join(map(_draw_label, begun))}</div>'
        f'<div class="text" lang="zh">{"".join(_draw_clean(run, sheet) for run in row)}</div></div>\n'
    )


def _draw_label(unit: _Unit) -> str:
    segment = unit.segment
    if segment.role != "passage":
        return f"<div>{segment.role}</div>"
    above = " > ".join(filter(None, (segment.section, segment.heading)))
    return f'<div title="{write_line(above)}"><b>{unit.row["seq"]}</b>{write_line(segment.label)}</div>'


def _draw_raw(run: Run, sheet: _Sheet) -> str:
    was, now = sheet.both(run)
    if not run.rules:
        return write_text(was.removesuffix("\n"))
    struck = _edit("del", write_text(was, edited=True), run.rules, f"→ {now or 'nothing'}") if was else ""
    if len(was) <= _LONGEST_DELETION:
        return struck
    return f"<details><summary>{len(was):,} characters: {write_line(was, 40)}</summary>{struck}</details>"


def _draw_clean(run: Run, sheet: _Sheet) -> str:
    """Write a run of the clean text, its mentions underlined."""
    (was, now), edited = sheet.both(run), bool(run.rules)
    if not now or sheet.is_line_end(run):
        return ""
    parts, at = [], 0
    for mark in sheet.marks_in(run.start, run.end):
        start, end = max(mark.start - run.start, 0), mark.end - run.start
        inner = write_text(now[start:end], edited=edited)
        for kind, name in mark.what:
            inner = mark_mention(inner, kind, name)
        parts += [write_text(now[at:start], edited=edited), inner]
        at = end
    rest = now[at:] if edited else now[at:].removesuffix("\n")
    written = "".join(parts) + write_text(rest, edited=edited)
    return _edit("ins", written, run.rules, f"was {was or 'nothing'}") if edited else written


def _edit(tag: str, inner: str, rules: Sequence[str], note: str) -> str:
    number = [rule.name for rule in RULES].index(rules[-1])
    return mark_edit(tag, inner, number, f"{', '.join(rules)}: {note}")
