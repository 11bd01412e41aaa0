"""What was worked out is found again where all it was made from is the same, and only there."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import reformlab as rl
from reformlab.corpus import kept
from reformlab.corpus.kept import digest, find_or_make, keep, round_bits


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("REFORMLAB_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def calls(monkeypatch):
    """Count how often an engine runs."""
    from reformlab.topics.engines import ENGINES

    found, run = [], ENGINES["nmf"]["singular values"]

    def count(*args):
        found.append(args)
        return run(*args)

    monkeypatch.setitem(ENGINES["nmf"], "singular values", count)
    return found


def fit(corpus, **changes):
    return rl.fit_topics(corpus, **({"n_topics": 3, "engine": "nmf", "seed": 1} | changes))


def test_the_same_fit_is_found_again_and_is_the_same_to_the_bit(calls):
    corpus = rl.load_corpus("made-up")
    first, again = fit(corpus), fit(corpus)
    assert len(calls) == 1
    for name in ("topics", "topic_terms", "passage_topics"):
        pd.testing.assert_frame_equal(getattr(first, name), getattr(again, name), check_exact=True)
    shuffled = {name: getattr(corpus, name).sample(frac=1, random_state=1) for name in ("terms", "passages")}
    fit(replace(corpus, **shuffled))
    assert len(calls) == 1


def test_whatever_changes_it_is_fitted_anew(calls, monkeypatch):
    corpus = rl.load_corpus("made-up")
    fit(corpus)
    more = corpus.terms.assign(n=corpus.terms["n"].where(corpus.terms.index != 0, 99))
    for number, changed in enumerate(
        (
            lambda: fit(replace(corpus, terms=more)),
            lambda: fit(corpus, seed=2),
            lambda: fit(corpus, n_topics=4),
            lambda: fit(corpus, min_docs=3),
        ),
        start=2,
    ):
        changed()
        assert len(calls) == number
    monkeypatch.setattr("reformlab.topics.fit.version", lambda package: "0.0")
    fit(corpus)
    assert len(calls) == 6


def test_another_process_finds_it(folder):
    code = (
        "import reformlab as rl\nfrom reformlab.topics.engines import ENGINES\n"
        "ENGINES['nmf'] = {'singular values': None}\n"
        "print(rl.fit_topics(rl.load_corpus('made-up'), 3, engine='nmf', seed=1))"
    )
    fit(rl.load_corpus("made-up"))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("<Fit: 3 topics by nmf")


def test_code_counts_and_what_is_told_in_it_does_not(tmp_path):
    room = tmp_path / "room.py"
    versions = [
        '"""Told."""\n\n\ndef one() -> int:\n    """Told."""\n    return 1\n',
        '"""Told otherwise."""\n# And more.\ndef one() -> int:\n    return 1  # one\n',
        '"""Told."""\n\n\ndef one() -> int:\n    """Told."""\n    return 2\n',
    ]
    read = []
    for text in versions:
        room.write_text(text, "utf-8")
        read.append(kept._read_code(room))
    assert read[0] == read[1] != read[2]


def test_every_wing_named_is_there():
    assert kept.digest_code("topics") != kept.digest_code("topics/engines") != kept.digest_code("none")
    assert kept.digest_code("topics", "rules/uptake") != kept.digest_code("topics", "rules/places")


def test_an_unwritable_folder_is_a_warning_and_an_answer(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("REFORMLAB_CACHE", str(tmp_path / "file"))
    with pytest.warns(UserWarning, match="cannot be written"):
        table = find_or_make("made", 1, (), lambda: pd.DataFrame({"a": [1]}))
    assert table["a"].tolist() == [1]


def test_off_keeps_nothing_and_finds_nothing(monkeypatch, folder):
    monkeypatch.setenv("REFORMLAB_CACHE", "off")
    made = [find_or_make("made", 1, (), lambda n=n: pd.DataFrame({"a": [n]})) for n in (1, 2)]
    assert [table["a"][0] for table in made] == [1, 2]
    assert not folder.exists()


def test_an_interrupted_result_leaves_nothing_behind(folder):
    def interrupt():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        find_or_make("made", 1, (), interrupt)
    assert not folder.exists() or not list(folder.iterdir())


def test_kept_results_are_listed_and_emptied():
    find_or_make("made", 1, (), lambda: pd.DataFrame({"a": [1]}))
    mine = rl.list_kept().query("not ships")
    assert mine["what"].tolist() == ["made"] and (mine["bytes"] > 0).all()
    assert rl.empty_cache() == 1
    assert rl.list_kept().query("not ships").empty


def test_a_decorated_function_is_keyed_by_all_its_arguments_but_the_bar():
    made = []

    @keep("corpus")
    def count(table: pd.DataFrame, n: int = 1, *, progress: bool = True) -> pd.DataFrame:
        made.append(n)
        return pd.DataFrame({"rows": [len(table) * n]})

    table = pd.DataFrame({"a": ["x", "y"]})
    for one in (table, table[::-1]):
        assert count(one, progress=False)["rows"].tolist() == [2]
    assert count(table, 1)["rows"].tolist() == [2] and made == [1]
    assert count(table, n=2)["rows"].tolist() == [4] and made == [1, 2]


def test_a_digest_tells_values_apart_and_refuses_what_it_does_not_know():
    values = [None, 0, 0.5, "0", [0], [[0]], {"a": 0}, np.zeros(2), np.zeros(3), pd.DataFrame({"a": [0]})]
    assert len({digest(value) for value in values}) == len(values)
    with pytest.raises(TypeError, match="object"):
        digest(object())


def test_rounding_keeps_three_digits_and_rounds_once():
    values = np.concatenate([np.geomspace(1e-30, 1, 500), [0.0]])
    rounded = round_bits(values)
    np.testing.assert_allclose(rounded, values, rtol=2.0**-12)
    assert (round_bits(rounded) == rounded).all() and rounded[-1] == 0


@pytest.mark.slow
def test_processor_features_change_no_key(tmp_path):
    code = (
        "import json, reformlab as rl\n"
        "fit = rl.fit_topics(rl.load_corpus('made-up'), 3, engine='nmf', seed=1)\n"
        "print(json.dumps(fit.settings['key']))"
    )
    keys = set()
    for turned_down in ({}, {"NPY_DISABLE_CPU_FEATURES": "AVX2 FMA3", "OPENBLAS_CORETYPE": "Prescott"}):
        env = {**os.environ, **turned_down}
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env)
        keys.add(json.loads(done.stdout))
    assert len(keys) == 1
