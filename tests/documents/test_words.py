"""Words: terms, the lexicon, and what becomes of every character."""

import re
from collections import Counter

import pandas as pd
import pytest
import rjieba
from hypothesis import given, settings
from hypothesis import strategies as st

import reformlab as rl
from reformlab.documents.words import ENGINES

LEXICON = pd.DataFrame(
    {"term": ["教师轮岗", "县管校聘"], "gloss": "", "theme": "", "source": ""}, dtype="str"
)
STOPWORDS = pd.DataFrame({"term": ["推进", "各地"], "group": "", "reason": ""}, dtype="str")


def texts(*passages: str) -> pd.DataFrame:
    return pd.DataFrame(
        {"passage_id": [f"a:{n}" for n in range(1, len(passages) + 1)], "text": list(passages)}, dtype="str"
    )


MADE_UP = texts(
    "各地推进教师轮岗，完善县管校聘，教师轮岗每年不少于10%。",
    "二〇二三年十月二十六日前，三十所学校完成第二十二条规定的改造，投入五千万元。",
    "建立AI课程和STEM教室，2025年覆盖95.5%的学校。",
    "的、了、和、与",
)


@pytest.fixture(scope="module")
def made_up() -> rl.Corpus:
    return rl.load_corpus("made-up")


@pytest.mark.parametrize("engine", ENGINES)
def test_terms_have_their_columns_order_and_types(engine):
    terms = rl.cut_words(MADE_UP, engine=engine)
    assert list(terms) == ["passage_id", "term", "n"]
    assert terms.equals(terms.sort_values(["passage_id", "term"], ignore_index=True))
    assert not terms.duplicated(["passage_id", "term"]).any()
    rl.check_table(terms, "terms")


@pytest.mark.parametrize("engine", ENGINES)
def test_terms_of_the_lexicon_stay_whole_and_stop_words_go(engine):
    terms = rl.cut_words(MADE_UP, lexicon=LEXICON, stopwords=STOPWORDS, engine=engine)
    first = terms[terms["passage_id"] == "a:1"].set_index("term")["n"]
    assert (first["教师轮岗"], first["县管校聘"]) == (2, 1)
    assert not {"推进", "各地"} & set(first.index)


@pytest.mark.parametrize("engine", ENGINES)
def test_terms_with_a_sign_inside_stay_whole(engine):
    signed = ["AI/VR课程", "甲·乙教学法", "B/S架构"]
    lexicon = pd.DataFrame({"term": signed}, dtype="str")
    text = "".join(f"推进{term}学校，{term}。" for term in signed)
    terms = rl.cut_words(texts(text), lexicon=lexicon, engine=engine)
    assert terms.set_index("term")["n"].to_dict() == {**dict.fromkeys(signed, 2), "学校": 3}
    assert len(rl.check_lexicon(lexicon, engine=engine)) == 0


def test_payment_by_either_grouping_is_one_term():
    terms = set(rl.cut_words(texts("深化DRG/DIP支付方式改革，推广DRG/DIP付费。"))["term"])
    assert {"DRG/DIP支付方式", "DRG/DIP付费"} <= terms


@pytest.mark.parametrize("engine", ENGINES)
def test_a_grouping_that_stands_alone_is_a_term(engine):
    terms = rl.cut_words(texts("DRG分组方案与DIP目录库，实行DRG点数法付费。"), engine=engine)
    assert terms.set_index("term")["n"][["DRG", "DIP", "点数法"]].to_dict() == {
        "DRG": 2,
        "DIP": 1,
        "点数法": 1,
    }


@pytest.mark.parametrize("engine", ENGINES)
def test_numbers_dates_and_latin_letters_are_no_terms(engine):
    terms = set(rl.cut_words(MADE_UP, lexicon=LEXICON, stopwords=STOPWORDS, engine=engine)["term"])
    assert terms
    assert not [
        term
        for term in terms
        if len(term) < 2 or any(sign in "〇二三四五六七八九十百千万条" for sign in term)
    ]
    assert not [term for term in terms if term.isascii()]


@pytest.fixture(scope="module")
def segmenter() -> rjieba.Jieba:
    quick = rjieba.Jieba()
    quick.add_word("教师轮岗", 1000, "n")
    return quick


@settings(deadline=None)
@given(
    passages=st.lists(
        st.text(alphabet="教师轮岗县管推进的AI9%，。 \n\r\t\x00\u2028\u3000\u3400𠀀é"), max_size=5
    )
)
def test_counts_of_any_text_are_those_of_plain_python(segmenter, passages):
    han = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]{2,}")
    passages = [*passages, "", "教师轮岗\r\n\r\n推进"]
    expected = [
        (f"a:{number}", term, n)
        for number, text in enumerate(passages, start=1)
        for term, n in sorted(Counter(filter(han.fullmatch, segmenter.cut(text))).items())
        if term != "推进"
    ]
    words = {"lexicon": LEXICON.head(1), "stopwords": STOPWORDS.head(1)}
    terms = rl.cut_words(texts(*passages), **words)
    assert list(terms.itertuples(index=False, name=None)) == expected
    n_kept = rl.check_words(texts(*passages), **words).set_index("fate").loc["term", "n_words"]
    assert n_kept == terms["n"].sum()


def test_both_engines_cut_the_same_terms(made_up):
    quick, reference = (rl.cut_words(made_up.texts, engine=engine) for engine in ENGINES)
    pd.testing.assert_frame_equal(quick, reference)


def test_the_order_of_passages_changes_nothing(made_up):
    some = made_up.texts.head(30)
    turned = rl.cut_words(some.iloc[::-1]).sort_values(["passage_id", "term"], ignore_index=True)
    pd.testing.assert_frame_equal(rl.cut_words(some), turned)


def test_one_call_leaves_nothing_behind_for_the_next():
    plain = rl.cut_words(MADE_UP, lexicon=LEXICON.head(0), stopwords=STOPWORDS)
    rl.cut_words(MADE_UP, lexicon=LEXICON, stopwords=STOPWORDS)
    pd.testing.assert_frame_equal(rl.cut_words(MADE_UP, lexicon=LEXICON.head(0), stopwords=STOPWORDS), plain)
    assert "县管校聘" not in set(plain["term"])


@pytest.mark.parametrize("engine", ENGINES)
def test_no_term_of_the_bundled_lexicon_is_split(engine):
    assert rl.check_lexicon(engine=engine).empty


@pytest.mark.parametrize("engine", ENGINES)
def test_every_term_of_the_bundled_lexicon_is_kept_in_a_sentence(engine):
    lexicon = rl.read_lexicon()
    sentences = pd.DataFrame(
        {
            "passage_id": lexicon["term"],
            "text": [f"各县要完善{term}，{term}的经费由省级财政安排。" for term in lexicon["term"]],
        }
    )
    terms = rl.cut_words(sentences, engine=engine)
    kept = terms.loc[terms["passage_id"] == terms["term"], ["term", "n"]].set_index("term")["n"]
    assert set(lexicon["term"]) - set(kept[kept == 2].index) == set()


def test_check_lexicon_shows_the_pieces_of_a_term_that_is_split():
    found = rl.check_lexicon(LEXICON.assign(term=["教师轮岗", "教师（轮岗）"]))
    assert found.to_dict("records") == [{"term": "教师（轮岗）", "cut": "教师/（/轮岗/）"}]


@pytest.mark.parametrize("engine", ENGINES)
def test_every_chinese_character_has_one_fate(engine, made_up):
    passages = pd.concat([MADE_UP, made_up.texts], ignore_index=True)
    fates = rl.check_words(passages, engine=engine)
    assert fates["fate"].tolist() == ["term", "stop word", "number", "single character"]
    assert fates["share"].sum() == pytest.approx(1)
    assert fates["n_chars"].sum() == passages["text"].str.count("[\u3400-\u4dbf\u4e00-\u9fff]").sum()


def test_fates_agree_with_the_terms(made_up):
    fates = rl.check_words(made_up.texts).set_index("fate")
    terms = rl.cut_words(made_up.texts)
    assert fates.loc["term", "n_words"] == terms["n"].sum()
    assert fates.loc["term", "n_chars"] == (terms["term"].str.count("[\u4e00-\u9fff]") * terms["n"]).sum()


def test_texts_without_chinese_have_no_terms_and_no_shares():
    assert rl.cut_words(texts("2023 AI")).empty
    assert rl.check_words(texts("2023 AI"))["share"].tolist() == [0.0] * 4


@pytest.mark.parametrize("call", [rl.cut_words, rl.check_words])
def test_an_unknown_engine_is_named_with_those_there_are(call):
    with pytest.raises(ValueError, match="engine 'jeiba': choose one of \\['rjieba', 'jieba'\\]"):
        call(MADE_UP, engine="jeiba")


def test_bundled_lists_are_simplified_and_each_word_stands_in_one():
    lexicon, stopwords = rl.read_lexicon(), rl.read_stopwords()
    assert list(lexicon) == ["term", "gloss", "theme", "source"]
    assert list(stopwords) == ["term", "group", "reason"]
    assert not set(lexicon["term"]) & set(stopwords["term"])
    for term in lexicon["term"]:
        assert rl.clean_text(term).text == term


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("term,gloss\n甲,a\n", "columns \\['theme', 'source'\\] are missing"),
        ("term,gloss,theme,source\n甲,a,b,c\n,a,b,c\n", "rows without a term: \\[3\\]"),
        ("term,gloss,theme,source\n甲,a,b,c\n甲,a,b,c\n", "terms that stand twice: \\['甲'\\]"),
    ],
)
def test_a_faulty_lexicon_is_told(tmp_path, content, message):
    path = tmp_path / "terms.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(rl.TableError, match=message):
        rl.read_lexicon(path)
