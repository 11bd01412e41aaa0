"""What ships is what is worked out here: the fit of the work reports, made anew, agrees with it."""

import numpy as np
import pytest

import reformlab as rl


@pytest.fixture(scope="module")
def fits(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REFORMLAB_CACHE", str(folder))
        stored = rl.load_fit()
        assert not list(folder.iterdir()), "the fit does not ship; run `make fits`"
        patch.setenv("REFORMLAB_CACHE", "off")
        return stored, rl.fit_topics(rl.load_corpus())


def test_every_topic_is_found_again(fits):
    stored, anew = fits
    matched = rl.match_topics(stored, anew)
    assert (matched["cosine"] >= 0.95).all()


def test_priorities_and_gaps_move_by_less_than_is_printed(fits):
    stored, anew = fits
    order = rl.match_topics(stored, anew)["other"].to_numpy() - 1
    tables = [rl.measure_gap(fit, by="period", periods=[1954, 2009], quick=True) for fit in fits]
    ours, theirs = (table.pivot(index="period", columns="topic", values="gap").to_numpy() for table in tables)
    errors = tables[0].pivot(index="period", columns="topic", values="se_documents").to_numpy()
    moved = np.abs(ours - theirs[:, order])
    assert (moved[~np.isnan(moved)] <= errors[~np.isnan(moved)]).all()


def test_every_topic_of_the_bundled_fits_has_its_label():
    for name in ("work-reports", "statutes"):
        assert rl.load_fit(name).topics["label_en"].notna().all()
