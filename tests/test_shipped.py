"""What ships is what is worked out here: the fits of the bundled corpora, made anew, agree with it."""

from pathlib import Path

import pandas as pd
import pytest

import reformlab as rl

pytestmark = pytest.mark.slow

# How far each fit moves on this machine: docs/decisions/results.md gives the figures of ours.
TABLE = Path(__file__).parents[1] / "_build" / "how-far-a-fit-moves.csv"


@pytest.fixture(scope="module", params=["work-reports", "statutes"])
def fits(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REFORMLAB_CACHE", str(folder))
        stored = rl.load_fit(request.param)
        assert not list(folder.iterdir()), "the fit does not ship; run `make fits`"
        patch.setenv("REFORMLAB_CACHE", "off")
        return request.param, stored, rl.fit_topics(rl.load_corpus(request.param))


def test_a_fit_made_anew_agrees_with_what_ships(fits):
    name, stored, anew = fits
    matched = rl.match_topics(stored, anew)
    tables = [rl.measure_gap(fit, quick=True) for fit in (stored, anew)]
    # A gap of each kind of document.
    paired = tables[0].merge(matched[["topic", "other"]], on="topic")
    paired = paired.merge(
        tables[1], left_on=["kind", "other"], right_on=["kind", "topic"], suffixes=("", "_anew")
    )
    moved = (paired["gap"] - paired["gap_anew"]).abs()
    row = {
        "corpus": name,
        "topics": len(matched),
        "least_cosine": matched["cosine"].min(),
        "largest_move_of_a_gap": moved.max(),
        "in_standard_errors": (moved / paired["se_documents"]).max(),
    }
    TABLE.parent.mkdir(exist_ok=True)
    known = pd.read_csv(TABLE).query("corpus != @name") if TABLE.exists() else pd.DataFrame()
    pd.concat([known, pd.DataFrame([row])]).to_csv(TABLE, index=False, float_format="%.6g")
    assert len(paired) == len(tables[0])
    assert row["least_cosine"] >= 0.95
    assert row["in_standard_errors"] <= 1


def test_every_topic_of_the_bundled_fits_has_its_label():
    for name in ("work-reports", "statutes"):
        assert rl.load_fit(name).topics["label_en"].notna().all()
