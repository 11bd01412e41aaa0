"""Draw the statements that readers code by the codebook, each with a known probability.

`python benchmarks/draw_domains.py SOURCES OUT` writes to the folder OUT: ``design.csv`` (one row a drawn
statement, no wording), ``sheet_1.csv`` … (what readers see: number, genre, heading, text) and ``key.csv``
(number and passage). The wording of the documents is not in the checkout, so their folder must be given.
"""

from __future__ import annotations

import re
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from accuracy import key_of

import reformlab as rl

SEED, SEED_AGAIN = 20261128, 20261129
N_SHEETS = 3
PARTS = {"learn": 0.55, "tune": 0.15, "test": 0.30}
# A liberal sign of health: what has none of them is "outside".
NET = re.compile(
    "医|药|卫生|健康|保健|病|疫|诊|护理|护士|康复|养老|生育|计生|托育|妇幼|婴|食品安全|体检|营养|残疾|救治|救助|"
    "心理|精神障碍|寿命|死亡率|防控|非典|新冠|合疗|参合|社会保险|烟|毒|血|肝炎|结核|癌|瘤"
)
# Crude words of domains that a plain draw would hardly meet; they set the rate of a stratum, nothing else.
RARE = re.compile(
    "支付方式|支付制度|按病种|DRG|DIP|总额|服务价格|药价|药品价格|加成|零差率|集中采购|带量|集采|"
    "互联网|智慧|远程|电子|信息|大数据|数字|医师|护士|医务人员|全科|医生|卫生人才|医学人才|医护"
)
SELDOM = re.compile(
    "养老|医养|护理|康复|老年|药|中医|妇|孕|产前|婴|儿童|优生|爱国卫生|健康教育|素养|控烟|健康城市|健康行动"
)
# How many statements of an era a stratum gives: national, provincial.
PER_ERA = {"national": 60, "provincial": 120}
AGAIN_PER_ERA = 180
RATES = {"rare": 0.20, "seldom": 0.30, "common": 0.42, "net": 0.08}
OTHERS = {
    "statutes": {"national": 150, "provincial": 130},
    "policy-documents": {"national": 120, "local": 120},
}
PERIODS = {
    "2003-2008": (2003, 2008),
    "2009-2015": (2009, 2015),
    "2016-2019": (2016, 2019),
    "2020-2023": (2020, 2023),
}
PER_PERIOD = {"kept": 45, "net": 45, "outside": 10}
_GENRES = {"work-reports": "work report", "statutes": "law", "policy-documents": "plan"}
# Readers are not to see of when a statement is, so far as its heading tells.
_YEAR = re.compile(
    '[0-9一二三四五六七八九〇零○]{4}年度?|[“"‘]?[一二三四五六七八九十]{1,2}五[”"’]?(?=时期|规划|期间|发展|以来|主要)'
)


def read_panel(sources: Path) -> pd.DataFrame:
    """Return every statement of the work reports, kept or not, by the ids of the bundled corpus."""
    documents = pd.read_csv(rl.data_folder() / "work-reports" / "documents.csv", dtype={"part": "int"})
    rows = documents[["doc_id", "file", "part"]].itertuples(index=False, name=None)
    with ProcessPoolExecutor(2) as pool:
        read = pool.map(partial(_read_report, sources), rows, chunksize=8)
        statements = pd.DataFrame([row for report in read for row in report])
    return statements.merge(documents[["doc_id", "level", "year"]], on="doc_id")


def _read_report(sources: Path, report: tuple[str, str, int]) -> list[dict[str, object]]:
    doc_id, file, part = report
    clean = rl.clean_text(rl.read_file(sources / file).text).text
    outline = list(rl.split_documents(clean))[part - 1]
    statements = [one for passage in outline.passages for one in rl.split_statements(clean, passage)]
    rows = []
    for seq, one in enumerate(statements, start=1):
        text = clean[one.start : one.end]
        side = "kept" if rl.is_about_health(text) else "net" if NET.search(text) else "outside"
        row = {"passage_id": f"{doc_id}:{seq:04d}", "doc_id": doc_id, "section": one.section}
        rows.append(row | {"heading": one.heading, "text": text, "side": side})
    return rows


def read_corpus(sources: Path, name: str) -> pd.DataFrame:
    """Return the passages of a bundled corpus with their wording; all that are not national are local."""
    built = rl.build_corpus(sources, rl.data_folder() / name / "catalogue.csv", progress=False, workers=1)
    passages = built.passages.merge(built.texts, on="passage_id")
    passages = passages.merge(built.documents[["doc_id", "level", "year"]], on="doc_id")
    side = passages["text"].map(lambda text: "kept" if rl.is_about_health(text) else "not kept")
    return passages.assign(corpus=name, side=side)


def draw_health(panel: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Draw statements of provincial reports by period and by both sides of the line."""
    frame = panel[panel["level"].eq("provincial")].assign(period=_within(panel["year"], PERIODS))
    frame = frame[frame["period"].notna()]
    frame = frame.assign(stratum=frame["period"] + "|" + frame["side"])
    sizes = {f"{period}|{side}": n for period in PERIODS for side, n in PER_PERIOD.items()}
    return _draw(frame, sizes, rng).assign(sample="health", part="health")


def draw_domains(panel: pd.DataFrame, others: list[pd.DataFrame], rng: np.random.Generator) -> pd.DataFrame:
    """Draw statements near health by level, era and crude words, and passages of the other corpora."""
    frame = name_strata(panel)
    sizes = _allocate(frame["stratum"].value_counts())
    drawn = [_draw(frame, sizes, rng)]
    for table in others:
        name = table["corpus"].iloc[0]
        level = table["level"].where(table["level"].isin(OTHERS[name]), "local")
        table = table.assign(period=_name_eras(table["year"]), stratum=name + "|" + level)
        drawn.append(_draw(table, {f"{name}|{level}": n for level, n in OTHERS[name].items()}, rng))
    rows = pd.concat(drawn, ignore_index=True).assign(sample="domains")
    return rows.assign(part=_split(rows, rng))


def draw_again(panel: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Draw as many more statements about health of provincial reports of each era since 2003, all alike.

    Those of the first draw may be drawn again: a statement's chance to be in either is known all the same
    (`keep_codes`).
    """
    frame = name_strata(panel)
    frame = frame[frame["side"].eq("kept") & frame["level"].eq("provincial") & (frame["year"] >= 2003)]
    drawn = _draw(
        frame.assign(own=frame["stratum"], stratum=frame["period"]),
        dict.fromkeys(frame["period"], AGAIN_PER_ERA),
        rng,
    )
    return drawn.assign(stratum=drawn["own"], sample="again", part="again").drop(columns="own")


def name_strata(panel: pd.DataFrame) -> pd.DataFrame:
    """Return the statements near health with their era (``period``) and stratum: level, era, crude words."""
    frame = panel[panel["side"].ne("outside")]
    frame = frame.assign(period=_name_eras(frame["year"]))
    frame = frame[frame["period"].notna()]
    # Three eras before 2003 make one stratum: the panel is thin there.
    era = frame["period"].where(frame["year"] >= 2003, "before 2003")
    group = np.select(
        [frame["side"].eq("net"), frame["text"].str.contains(RARE), frame["text"].str.contains(SELDOM)],
        ["net", "rare", "seldom"],
        "common",
    )
    return frame.assign(stratum="work-reports|" + frame["level"] + "|" + era + "|" + group)


def _name_eras(years: pd.Series) -> pd.Series:
    eras = pd.read_csv(rl.data_folder() / "reference" / "eras.csv")
    return _within(years, {row.name: (row.first_year, row.last_year) for row in eras.itertuples()})


def _within(years: pd.Series, spans: dict[str, tuple[int, int]]) -> pd.Series:
    named = pd.Series(None, index=years.index, dtype="object")
    for name, (first, last) in spans.items():
        named[years.between(first, last)] = name
    return named


def _allocate(available: pd.Series) -> dict[str, int]:
    """Return the size of each stratum; what a small one cannot give, the common words of its era do."""
    sizes = {}
    for era in {stratum.rpartition("|")[0] for stratum in available.index}:
        total = PER_ERA[era.split("|")[1]]
        wanted = {f"{era}|{group}": round(total * rate) for group, rate in RATES.items()}
        given = {name: min(n, available.get(name, 0)) for name, n in wanted.items()}
        common = f"{era}|common"
        spare = total - sum(given.values())
        given[common] = min(given[common] + spare, available.get(common, 0))
        sizes |= {name: n for name, n in given.items() if n}
    return sizes


def _draw(frame: pd.DataFrame, sizes: dict[str, int], rng: np.random.Generator) -> pd.DataFrame:
    """Draw a simple random sample of each stratum; ``probability`` is its size over what there is."""
    drawn = []
    for stratum, n in sorted(sizes.items()):
        rows = frame[frame["stratum"].eq(stratum)].sort_values("passage_id")
        picked = rows.iloc[np.sort(rng.choice(len(rows), size=n, replace=False))]
        drawn.append(picked.assign(probability=n / len(rows), stratum_size=len(rows)))
    return pd.concat(drawn, ignore_index=True)


def _split(rows: pd.DataFrame, rng: np.random.Generator) -> pd.Series:
    """Split by documents, balanced over corpus and level; versions of one law stay together."""
    law = rows["doc_id"].str.replace(r"-(?:\d{4}|undated)$", "", regex=True)
    unit = rows["doc_id"].where(rows["corpus"].ne("statutes"), law)
    part = pd.Series("", index=rows.index)
    for _, index in rows.groupby(["corpus", "level"]).groups.items():
        counts = unit[index].value_counts()
        counts = counts.iloc[rng.permutation(len(counts))].sort_values(ascending=False, kind="stable")
        had = dict.fromkeys(PARTS, 0)
        for name, n in counts.items():
            # Whichever part is furthest behind its share takes the next document.
            behind = {one: PARTS[one] * (sum(had.values()) + n) - had[one] for one in PARTS}
            chosen = max(behind, key=behind.__getitem__)
            had[chosen] += n
            part[index[unit[index].eq(name)]] = chosen
    return part


def write_sheets(rows: pd.DataFrame, out: Path, rng: np.random.Generator) -> None:
    """Write what readers see, in random order, and the key; a passage of several samples stands once."""
    once = rows.drop_duplicates("passage_id")
    once = once.iloc[rng.permutation(len(once))].reset_index(drop=True)
    once.insert(0, "n", once.index + 1)
    heading = once["heading"].where(once["heading"].fillna("").ne(""), once["section"]).fillna("")
    heading = heading.astype("str").str.replace(_YEAR, "", regex=True).str[:40]
    shown = once.assign(genre=once["corpus"].map(_GENRES), heading=heading)
    once[["n", "passage_id"]].to_csv(out / "key.csv", index=False)
    (out / "sheets").mkdir(exist_ok=True)
    for number, index in enumerate(np.array_split(np.arange(len(once)), N_SHEETS), start=1):
        sheet = shown.iloc[index][["n", "genre", "heading", "text"]]
        sheet.to_csv(out / "sheets" / f"sheet_{number}.csv", index=False)


def main(sources: Path, out: Path) -> None:
    """Draw the samples and write design, sheets and key."""
    rng = np.random.default_rng(SEED)
    panel = read_panel(sources).assign(corpus="work-reports")
    others = [read_corpus(sources, name) for name in OTHERS]
    drawn = [draw_health(panel, rng), draw_domains(panel, others, rng)]
    drawn.append(draw_again(panel, np.random.default_rng(SEED_AGAIN)))
    rows = pd.concat(drawn, ignore_index=True)
    rows = rows.assign(key=rows["text"].map(key_of))
    out.mkdir(parents=True, exist_ok=True)
    columns = ["sample", "passage_id", "corpus", "level", "year", "period", "side", "stratum"]
    columns += ["stratum_size", "probability", "key", "part"]
    rows[columns].to_csv(out / "design.csv", index=False, float_format="%.8g")
    write_sheets(rows, out, rng)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
