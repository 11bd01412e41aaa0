"""A panel of documents: what each of a kind says of each item, how large it is, and how documents vary."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reformlab.corpus.periods import drop_guessed
from reformlab.corpus.tables import CENTRE, ITEMS, KINDS, LEVELS, UNKNOWN, Corpus
from reformlab.measures.correction import Correction, correct_documents, is_coded, is_domains
from reformlab.measures.priorities import measure_document_priorities
from reformlab.measures.salience import measure_salience

if TYPE_CHECKING:
    from reformlab.topics.fit import Fit

# What an item takes of a document, and of how much.
VALUES = ("priority", "share")
SIZES = ("n_terms", "n_chars")
# The part of a year's variance that is the size of its text, where no other level can tell.
TEXT_PART = 0.5
# From fewer documents of places that speak again it cannot be learnt.
LEAST_TO_LEARN = 60
TINY = 1e-12


@dataclass(frozen=True)
class DocumentPanel:
    """The documents of one kind: what each says of each item, and how large it is."""

    kind: str
    items: pd.DataFrame
    about: pd.DataFrame
    values: np.ndarray
    noise: Noise
    # How a coded sample corrects the values; rows and columns as theirs.
    correction: Correction | None = None


@dataclass(frozen=True)
class Noise:
    """How documents vary around the mean of their year, as part of m (1 - m).

    `place` and `year` whatever their size, the latter in one place; `text` for a size of 1; and how
    much a year of one place is `alike` to the one before (correlation, the size of texts aside). Of each
    item, how many `times` as much its years vary in one place as those of all items do; 0 where no place
    tells.
    """

    place: float
    year: float
    text: float
    alike: float = 0.0
    times: np.ndarray | float = 0.0

    def rely(self, sizes: np.ndarray, *, of: str) -> np.ndarray:
        """Give the part of the variance of documents that is not the size of their text."""
        steady = self.place if of == "place" else self.year
        return steady / np.maximum(steady + self.text / sizes, TINY)

    def of_years(self, sizes: np.ndarray) -> np.ndarray:
        """Give how documents of these sizes vary from year to year in one place (documents)."""
        return self.year + self.text / sizes


def read_document_panels(
    source: Fit | Corpus | pd.DataFrame, *, corrected: bool = True, guessed_years: bool = True
) -> list[DocumentPanel]:
    """Give the documents of every kind, from whatever they come in."""
    table = _read_table(source, corrected)
    if not guessed_years:
        table = drop_guessed(table, source if isinstance(source, pd.DataFrame) else source.documents)
    corrected = corrected and is_domains(source) and is_coded(source)
    coded, correction = correct_documents(source) if corrected else (None, None)
    item = next(name for name in ITEMS if name in table)
    value = next(name for name in VALUES if name in table)
    size = next((name for name in SIZES if name in table), None)
    known = table["year"].notna() & table["level"].isin(LEVELS) & table["place"].notna()
    known &= table["place"] != UNKNOWN
    table = table.assign(kind=table["kind"].fillna(UNKNOWN))[known]
    if table.empty:
        raise ValueError("no document has a year, a level and a place")
    if table.duplicated(["doc_id", item]).any():
        raise ValueError(f"a document has several rows of one {item}; give one row a document and {item}")
    names = [name for name in (item, "label", "label_en") if name in table]
    panels, kinds = [], set(table["kind"].unique())
    for kind in [kind for kind in (*KINDS, UNKNOWN) if kind in kinds]:
        rows = table[table["kind"] == kind]
        items = rows.drop_duplicates(item)[names].reset_index(drop=True)
        wide = rows.pivot(index="doc_id", columns=item, values=value)[items[item]].fillna(0.0)
        about = rows.drop_duplicates("doc_id").set_index("doc_id").loc[wide.index]
        sizes = about[size].astype(float).clip(lower=1) if size else pd.Series(np.inf, index=about.index)
        about = about[["level", "place"]].assign(year=about["year"].astype(int), size=sizes)
        values = wide.to_numpy(dtype=float)
        noise = learn_noise(about, values)
        mine = correction.pick(pd.Index(coded["doc_id"]).get_indexer(wide.index)) if correction else None
        panels.append(DocumentPanel(kind, items, about.reset_index(), values, noise, mine))
    return panels


def _read_table(source: Fit | Corpus | pd.DataFrame, corrected: bool) -> pd.DataFrame:
    if isinstance(source, Corpus):
        return measure_salience(source)
    if not isinstance(source, pd.DataFrame):
        return measure_document_priorities(source, corrected=corrected)
    missing = [name for name in ("doc_id", "level", "place", "year", "kind") if name not in source]
    missing += [" or ".join(names) for names in (ITEMS, VALUES) if not any(name in source for name in names)]
    if missing:
        raise ValueError(f"the table lacks the columns {missing}; it has {list(source)}")
    return source


def learn_noise(about: pd.DataFrame, values: np.ndarray) -> Noise:
    """Learn from places that speak again how much documents vary, and how much of it is their size."""
    below = (about["level"] != CENTRE).to_numpy()
    rows, mean = about[below], pd.DataFrame(values[below])
    year, place = ([rows["level"].to_numpy(), rows[name].to_numpy()] for name in ("year", "place"))
    apart, mean, several = _take_mean(mean, year)
    inside, _, again = _take_mean(apart, place)
    several, again = several > 1, (several > 1) & (again > 1)
    if again.sum() < LEAST_TO_LEARN:
        steady = 1 - TEXT_PART
        return Noise(steady, steady, TEXT_PART * float(about["size"].replace(np.inf, 1).median()))
    usual = (mean * (1 - mean)).to_numpy()
    sizes = rows["size"].to_numpy()
    place, _ = _split_by_size(apart.to_numpy()[several], usual[several], sizes[several])
    year, text = _split_by_size(inside.to_numpy()[again], usual[again], sizes[again])
    scaled = inside / np.sqrt(np.where(again[:, None] & (usual > TINY), usual, np.nan))
    noise = Noise(place, year, text, _find_likeness(scaled, rows, year))
    expected = noise.of_years(sizes[again]) @ np.maximum(usual[again], 0)
    times = np.square(inside.to_numpy()[again]).sum(axis=0) / np.maximum(expected, TINY)
    return replace(noise, times=times)


def _take_mean(values: pd.DataFrame, keys: list[np.ndarray]) -> tuple[pd.DataFrame, pd.DataFrame, np.ndarray]:
    """Give what is left of the mean of each group, stretched to vary as around the true one; mean, size."""
    groups = values.groupby(keys)
    mean, n = groups.transform("mean"), values.groupby(keys)[0].transform("size").to_numpy()
    return (values - mean).mul(np.sqrt(n / np.maximum(n - 1, 1)), axis=0), mean, n


def _split_by_size(residuals: np.ndarray, usual: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Split squares into what all have and what falls with size (non-negative least squares)."""
    from scipy.optimize import nnls

    known = usual > TINY
    by_size = np.broadcast_to(1 / sizes[:, None], known.shape)
    target = np.square(residuals[known]) / usual[known]
    # The columns are brought to one scale, or the smaller would be lost.
    unit = max(by_size.max(), TINY)
    steady, text = nnls(np.column_stack([np.ones(len(target)), by_size[known] / unit]), target)[0]
    return np.array([steady, text / unit])


def _find_likeness(scaled: pd.DataFrame, rows: pd.DataFrame, year: float) -> float:
    """Find how much a place's year is like the one before, from all places and items together."""
    keys = [rows[name].to_numpy() for name in ("level", "place", "year")]
    cells = scaled.groupby(keys).mean()
    before = cells.rename(index=lambda value: value + 1, level=2)
    together = (cells * before.reindex(cells.index)).to_numpy()
    if not np.isfinite(together).any():
        return 0.0
    # What was taken off as the mean of a place makes its years look opposed.
    pulled = np.nanmean(np.square(cells.to_numpy())) / (len(cells) / cells.groupby(level=[0, 1]).ngroups)
    return float(np.clip((np.nanmean(together) + pulled) / max(year, TINY), 0, 0.9))
