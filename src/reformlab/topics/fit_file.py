"""Fits as files: one ZIP of tables, for those who want to keep or send one; and the bundled fits."""

from __future__ import annotations

import json
from dataclasses import fields
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

import pandas as pd

from reformlab.corpus.store import replace_file
from reformlab.corpus.tables import data_folder, load_corpus
from reformlab.topics.fit import Fit, fit_topics
from reformlab.topics.labels import label_topics

TABLES = [field.name for field in fields(Fit) if field.name != "settings"]
SETTINGS = "settings.json"


def save_fit(fit: Fit, path: str | Path) -> Path:
    """Write a fit into one file, a ZIP of its tables (Parquet) and its settings (JSON).

    Returns
    -------
    Path
        The file. The same fit gives the same bytes. It holds terms, but no wording.

    Examples
    --------
    >>> import tempfile
    >>> import reformlab as rl
    >>> fit = rl.fit_topics(rl.simulate_corpus(n_docs=20, seed=1).corpus, 6)
    >>> path = rl.save_fit(fit, tempfile.mkdtemp() + "/fit.zip")
    >>> rl.load_fit(path)
    <Fit: 6 topics by lda; 200 passages of 20 documents; 0 passages left out>
    """
    path = Path(path)

    def write(part: Path) -> None:
        # Stored, not compressed, and of a fixed day: tables are compressed already.
        with ZipFile(part, "w") as file:
            for name in [name for name in TABLES if getattr(fit, name) is not None]:
                table = BytesIO()
                getattr(fit, name).to_parquet(table, index=False, compression="zstd")
                file.writestr(ZipInfo(f"{name}.parquet"), table.getvalue())
            file.writestr(ZipInfo(SETTINGS), json.dumps(fit.settings, ensure_ascii=False, indent=1))

    replace_file(path, write)
    return path


def load_fit(source: str | Path = "work-reports") -> Fit:
    """Load a fit from a file that `save_fit` wrote, or the labelled fit of a bundled corpus by its name.

    Parameters
    ----------
    source : path or str
        A file, or the name of a bundled corpus: then the fit is `fit_topics` of it, found among the
        results that ship and labelled by the corpus's ``topics.csv``.

    Returns
    -------
    Fit

    Raises
    ------
    FileNotFoundError
        Where there is neither such a file nor such a corpus.
    ValueError
        Where the file is not one of `save_fit`.

    Examples
    --------
    >>> import reformlab as rl
    >>> rl.load_fit("made-up")
    <Fit: 3 topics by lda; 103 passages of 10 documents; 8 passages left out>
    """
    path = Path(source)
    if path.is_file():
        return _read_fit(path)
    fit = fit_topics(load_corpus(source))
    labels = data_folder() / str(source) / "topics.csv"
    return label_topics(fit, labels) if labels.exists() else fit


def _read_fit(path: Path) -> Fit:
    try:
        with ZipFile(path) as file:
            names = [name for name in TABLES if name != "codes" or "codes.parquet" in file.namelist()]
            tables = {name: pd.read_parquet(BytesIO(file.read(f"{name}.parquet"))) for name in names}
            return Fit(**tables, settings=json.loads(file.read(SETTINGS)))
    except (BadZipFile, KeyError) as error:
        raise ValueError(f"{path}: no fit that save_fit wrote ({error})") from None
