"""The seminar: students get no answers, the teacher gets notes, slides open offline, minutes add up."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest

import reformlab as rl
from tools import answers
from tools.notebooks import code_cells, is_tagged, read_notebook, read_printed
from tools.seminar import GOLD, SOURCE, SeminarError, build_seminar, list_answers, make_slides, read_stories
from tools.site import check_site

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
STORIES = read_stories(ROOT)
NOTES, CHECKS = (pd.read_csv(ROOT / SOURCE / f"{name}.csv", dtype="str") for name in ("notes", "checks"))


@pytest.fixture(scope="module")
def seminar(tmp_path_factory):
    return build_seminar(ROOT, out=tmp_path_factory.mktemp("made") / "seminar").parent


def solutions(story):
    return [cell for cell in code_cells(story) if is_tagged(cell, "solution")]


@pytest.mark.parametrize("name", STORIES)
def test_students_get_everything_but_answers(seminar, name):
    path = seminar / "student" / f"{name}.ipynb"
    text = path.read_text("utf-8")
    assert not {"solution", "teacher"} & {
        tag for cell in json.loads(text)["cells"] for tag in cell["metadata"].get("tags", [])
    }
    assert "](../" not in text
    given = "\n".join(cell.source for cell in STORIES[name].cells if not is_tagged(cell, "solution"))
    for cell in (cell for cell in STORIES[name].cells if is_tagged(cell, "solution")):
        own = [line for line in cell.source.splitlines() if line not in given]
        assert own and not any(json.dumps(line, ensure_ascii=False)[1:-1] in text for line in own)
    for cell in solutions(STORIES[name]):
        assert not (printed := read_printed(cell)) or printed not in text
    student = {cell.id for cell in read_notebook(path).cells}
    kept = {cell.id for cell in STORIES[name].cells if not is_tagged(cell, "solution")}
    assert kept <= student <= kept | {f"{name}-check"}


def test_what_students_see_of_coding_does_not_tell_the_gold(seminar):
    text = (seminar / "student" / "coding.ipynb").read_text("utf-8")
    gold = pd.read_csv(seminar / "student" / GOLD / "gold.csv")
    assert not any(why in text for why in gold["why"])
    assert not any(cell.outputs for cell in code_cells(read_notebook(seminar / "student" / "coding.ipynb")))


def test_what_students_begin_with_names_what_is_there(seminar):
    folder = seminar / "student"
    links = re.findall(r"\]\(([^)]+)\)", (folder / "README.md").read_text("utf-8"))
    assert len(links) >= 5 and all((folder / link).exists() for link in links)


@pytest.mark.parametrize("name", NOTES["notebook"].unique())
def test_the_teacher_gets_notes_whose_minutes_are_those_of_the_card(seminar, name):
    teacher = read_notebook(seminar / "teacher" / f"{name}.ipynb")
    notes = [cell for cell in teacher.cells if is_tagged(cell, "teacher")]
    assert len(notes) == (NOTES["notebook"] == name).sum()
    minutes = int(re.search(r"\*\*Time\*\* \| (\d+) minutes", teacher.cells[0].source)[1])
    assert sum(cell.metadata["minutes"] for cell in notes) == minutes
    assert len(solutions(teacher)) == len(solutions(STORIES[name]))


@pytest.mark.parametrize("name", CHECKS["exercise"].unique())
def test_a_check_knows_the_answer_and_does_not_tell_it(seminar, name, monkeypatch, capsys):
    monkeypatch.setattr(answers, "TABLE", seminar / "student" / "answers.csv")
    if not any(cell.outputs for cell in solutions(STORIES[name])):
        pytest.skip("its outputs are still to be made")
    asked = CHECKS[CHECKS["exercise"] == name]
    assert asked["ask"].notna().tolist() == [True] + [False] * (len(asked) - 1)
    assert asked["answer"].isna().tolist() == [False] * (len(asked) - 1) + [True]
    printed = "\n".join(f"{read_printed(cell)}\n{cell.source}" for cell in solutions(STORIES[name]))
    for check in asked.dropna(subset="answer").itertuples():
        for answer in re.search(check.answer, printed, re.M)[1].split("、"):
            answers.check_answer(name, float(answer) if answer.isdigit() else f" {answer} ")
            assert capsys.readouterr().out == f"{check.says}\n"
            assert not re.search(rf"\b{re.escape(answer)}\b", check.says)
    answers.check_answer(name, "anything else")
    assert capsys.readouterr().out == f"{asked['says'].iloc[-1]}\n"


def test_a_number_counts_to_the_decimals_of_the_answer():
    assert answers.digest("a", 0.0658, 3) == answers.digest("a", "0.066", 3) != answers.digest("a", 0.067, 3)


def test_a_comma_in_a_number_is_a_point_or_it_is_told_how_to_write_one(capsys):
    assert answers.digest("a", "0,33", 2) == answers.digest("a", " 0.33 ", 2) == answers.digest("a", 0.33, 2)
    answers.check_answer("coding", 0, 33)
    assert "with a point" in capsys.readouterr().out


def test_without_an_answer_nothing_is_said_of_it(capsys):
    answers.check_answer("01-documents", None)
    assert "No answer yet" in capsys.readouterr().out


def test_a_check_of_what_no_solution_prints_is_an_error():
    wrong = CHECKS.head(1).assign(answer="so many (.*) kangaroos")
    with pytest.raises(SeminarError, match="kangaroos"):
        list_answers(STORIES, wrong)


def test_a_slide_of_what_no_cell_shows_is_an_error():
    with pytest.raises(SeminarError, match="plot_kangaroos"):
        make_slides("# A\n\n{{00-tour: plot_kangaroos}}", STORIES)


def test_slides_load_nothing_and_their_pictures_say_what_they_show(seminar, tmp_path):
    shutil.copy(seminar / "slides.html", tmp_path / "index.html")
    assert check_site(tmp_path).empty
    text = (tmp_path / "index.html").read_text("utf-8")
    assert text.count('<div class="shown r-stretch"><img') >= 5
    assert not re.search(r"""(?:src|href)=["']https?:|\{[\w.]+\.(?:js|css)\}|\{slides\}|\{font\}""", text)
    assert text.count('<aside class="notes">') == text.count("<section>\n")


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_slides_turn_in_a_browser(seminar):
    page = f"{(seminar / 'slides.html').as_uri()}#/2"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=3000", "--dump-dom"]
    seen = subprocess.run([CHROMIUM, *options, page], capture_output=True, text=True, timeout=60).stdout
    numbers = re.findall(r'class="slide-number-[ab]">(\d+)<', seen)
    assert numbers == ["3", str(seen.count("<section"))]
    assert len(re.findall(r'<section [^>]*class="present"', seen)) == 1


@pytest.mark.parametrize(("plan", "minutes"), [("plan-90", 90), ("plan-half-day", 210)])
def test_the_minutes_of_a_plan_add_up_and_its_slides_and_files_are_there(seminar, plan, minutes):
    text = (seminar / f"{plan}.md").read_text("utf-8")
    rows = re.findall(r"^\| (\d+) \|(.*)$", text, re.M)
    assert sum(int(first) for first, _ in rows) == minutes
    n_slides = (seminar / "slides.html").read_text("utf-8").count("<section>\n")
    named = re.findall(r"slides? (\d+)(?:-(\d+))?", " ".join(rest for _, rest in rows))
    assert named and all(int(number) <= n_slides for pair in named for number in pair if number)
    for name in re.findall(r"`([\w/-]+\.\w+)`", text):
        assert list(seminar.rglob(Path(name).name)), name


def test_sheets_are_empty_the_example_reads_and_the_gold_has_every_domain(seminar):
    folder = seminar / "student"
    sheet = pd.read_excel(folder / "coding" / "coder-1.xlsx", engine="openpyxl")
    assert "english" in sheet and sheet["main"].isna().all()
    page = (folder / "coding" / "codebook.html").read_text("utf-8")
    assert "<strong>Outcomes.</strong>" in page and page.count("<tr>") == len(rl.read_codebook())
    sheets, gold = rl.read_sheets(folder / "coding-example"), rl.read_codes(folder / GOLD / "gold.csv")
    assert len(gold) == 20 and set(sheets["passage_id"]) == set(gold["passage_id"])
    assert set(gold["main"]) == set(rl.read_codebook()["domain"])
    alpha = rl.measure_agreement(sheets)["alpha"].iloc[0]
    assert any(f"alpha {alpha:.2f}" in read_printed(cell) for cell in code_cells(STORIES["coding"]))


def test_sheets_say_what_is_asked_here_and_of_columns_that_they_have(seminar):
    for coder in (1, 2):
        path = seminar / "student" / "coding" / f"coder-{coder}.xlsx"
        columns = list(pd.read_excel(path, engine="openpyxl"))
        how = pd.read_excel(path, sheet_name="how", header=None, engine="openpyxl")
        assert how[0].tolist() == [*columns, "rules", "order"] and how.notna().all(axis=None)
        told = "\n".join(how[1])
        assert "stays empty" in told and "No row may" not in told and "reformlab" not in told
        named = re.findall(r"[\w-]+\.(?:html|ipynb|xlsx)", told)
        assert named and all(list((seminar / "student").rglob(name)) for name in named)


@pytest.fixture
def pair(seminar, tmp_path, monkeypatch):
    """Give what runs cells of the notebook on coding as a pair does, in a copy of the students' folder."""
    shutil.copytree(seminar / "student", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    cells = code_cells(read_notebook(Path("coding.ipynb")))
    solution = next(cell for cell in code_cells(STORIES["coding"]) if is_tagged(cell, "solution"))
    sources = [cell.source for cell in [*cells, solution]]
    held = {"__name__": "pair"}

    def run(*change, only=slice(None)):
        for source in sources[only]:
            for old, new in change:
                source = source.replace(old, new)
            exec(source, held)

    with pd.option_context("display.max_colwidth", None):
        yield run


OWN, SHOWN = ('folder = "coding-example"', 'folder = "coding"'), ("show_gold = False", "show_gold = True")


def code(change=lambda mains: (mains, mains)):
    """Fill in both sheets of the folder with the gold, changed."""
    gold = pd.read_csv(Path(GOLD, "gold.csv")).set_index("text")["main"]
    for coder, main in enumerate(change(gold), 1):
        path = Path("coding", f"coder-{coder}.xlsx")
        sheet = pd.read_excel(path, engine="openpyxl")
        sheet.assign(main=sheet["text"].map(main)).to_excel(path, index=False)


@pytest.mark.parametrize("folder", ["coding", "coding-example"])
def test_a_pair_runs_the_notebook_on_coding(pair, capsys, folder):
    code()
    own = [OWN] if folder == "coding" else []
    pair(*own)
    kept = capsys.readouterr().out
    assert kept.count("Shut: settle what you differ on") == 3
    assert "like the gold" not in kept and "of those you agree" not in kept and "You agree on" in kept
    pair(*own, SHOWN)
    printed = capsys.readouterr().out
    assert ("the same codes throughout" in printed) == (folder == "coding")
    assert ("You differ on none of 20" in printed) == (folder == "coding")
    assert "No answer yet" in printed
    assert ("You agree on 20 of 20 statements: alpha 1.00" in printed) == (folder == "coding")
    # An interval without width is said to be no certainty, wherever it comes up.
    assert printed.count("the interval has no width") == (folder == "coding")
    assert "they overlap" in printed or "no certainty" in printed


def test_who_agrees_on_health_throughout_is_not_told_to_be_sure(pair, capsys):
    def differ(gold):
        other = gold.copy()
        other[gold[gold != "none"].index[:4]] = "whole"
        return gold, other

    code(differ)
    pair(OWN, SHOWN)
    printed = capsys.readouterr().out
    assert "alpha 1.00 of health or not" in printed and "15% of such statements may still" in printed
    assert "they overlap" not in printed and "is surer" not in printed


def test_cells_can_be_run_twice_and_what_lies_behind_the_stop_says_so(pair, capsys):
    pair()
    capsys.readouterr()
    for behind in (7, 8):
        pair(only=slice(behind, behind + 1))
        assert "Shut: settle" in capsys.readouterr().out
    pair(SHOWN)
    for again in range(1, 9):
        pair(SHOWN, only=slice(again, again + 1))
    capsys.readouterr()
    pair(SHOWN, only=slice(1, 9))
    assert "You differ on" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "empty", "said"),
    [("coder-1 (1).csv", None, "but of 1 .1. and 2"), ("coder-1 (1).csv", "main", "coder-1.csv: no row is")],
)
def test_a_sheet_that_is_not_as_it_should_be_is_told(seminar, tmp_path, monkeypatch, name, empty, said):
    folder = shutil.copytree(seminar / "student" / "coding-example", tmp_path / "coding-example")
    sheet = pd.read_csv(folder / "coder-1.csv")
    (folder / "coder-1.csv").unlink()
    sheet.to_csv(folder / name, index=False)
    if empty:  # as it was handed out, beside the copy that came on a stick
        sheet.assign(main=None).to_csv(folder / "coder-1.csv", index=False)
    monkeypatch.chdir(tmp_path)
    first, second = code_cells(read_notebook(seminar / "student" / "coding.ipynb"))[:2]
    with pd.option_context("display.max_colwidth", None), pytest.raises(ValueError, match=said):
        exec(f"{first.source}\n{second.source}", {"__name__": "pair"})


def test_what_one_coder_did_not_come_to_is_left_out_of_both_sheets(seminar, tmp_path, monkeypatch, capsys):
    folder = shutil.copytree(seminar / "student" / "coding-example", tmp_path / "coding-example")
    sheet = pd.read_csv(folder / "coder-2.csv")
    sheet.loc[3, "main"] = None
    sheet.drop(index=7).to_csv(folder / "coder-2.csv", index=False, sep=";")  # as a European Excel does
    monkeypatch.chdir(tmp_path)
    cells = code_cells(read_notebook(seminar / "student" / "coding.ipynb"))[:3]
    held = {"__name__": "pair"}
    with pd.option_context("display.max_colwidth", None):
        exec("\n".join(cell.source for cell in cells), held)
    assert "only one of you has them: 2 of 20" in capsys.readouterr().out
    assert held["sheets"].groupby("coder").size().tolist() == [18, 18] and len(held["said"]) == 18


def read(name):
    return (ROOT / SOURCE / name).read_text("utf-8")


def test_one_time_is_the_same_time_wherever_it_stands():
    """Plans, slides, the students' page, heads and notes of notebooks say the same minutes."""
    heads = {
        name: int(re.search(r"\*\*Time\*\* \| (\d+) minutes", story.cells[0].source)[1])
        for name, story in STORIES.items()
    }
    page = read("student.md")
    given = {name: int(n) for name, n in re.findall(r"\]\(([\w-]+)\.ipynb\) \|.*\| (\d+) \|", page)}
    sheet = int(re.search(r"coder-2\.xlsx` \|.*\| (\d+) \|", page)[1])
    assert len(given) >= 5
    assert given == {name: heads[name] - sheet * (name == "coding") for name in given}
    table = (ROOT / "notebooks" / "README.md").read_text("utf-8")
    for name, minutes in re.findall(r"\]\(([\w-]+)\.ipynb\) \|.*\| (\d+) \|", table):
        assert int(minutes) == heads[name], name
    for plan in ("plan-90.md", "plan-half-day.md"):
        assert f"| {sheet} | Code twenty statements |" in read(plan)
    cells = "\n".join(cell.source for cell in STORIES["coding"].cells)
    seconds = f"{60 * sheet // 20 - 1}"
    for text in (read("slides.md"), cells):
        assert f"{sheet} minutes" in text and f"{seconds} seconds" in text
    data = NOTES.query("notebook == 'coding' and part == 'Data'").iloc[0]
    assert f"{sheet} minutes to code, {int(data['minutes']) - sheet} to bring" in data["stuck"]
    assert f"{seconds} seconds" in data["stuck"]
    home = int(re.search(r"codebook\.html\) \|.*\| (\d+) \|", page)[1])
    assert f"{home} minutes" in read("plan-90.md") and f"({home} minutes" in read("plan-half-day.md")
    assert f"({home} minutes)" in read("codebook.html")
    half = re.findall(r"^\| (\d+) \|.*\| `(01-documents)\.ipynb` \|$", read("plan-half-day.md"), re.M)
    assert half == [(str(heads["01-documents"]), "01-documents")]


def test_what_is_said_of_data_is_computed_or_holds_whatever_they_are():
    """Texts that no run makes anew name no finding: no domain that moved, no year of one."""
    names = rl.read_codebook()["name_en"].str.split(" and ").str[0].str.split(",").str[0]
    notes = re.findall(r"^> (.+)$", read("slides.md"), re.M)
    of_pictures = [note for note in notes if "panel" in note or "interval" in note or "band" in note]
    assert len(of_pictures) >= 2
    for note in of_pictures:
        assert not re.search(r"\b(?:19|20)\d\d\b", note), note
        assert not any(re.search(rf"\b{re.escape(name)}\b", note) for name in names if len(name) > 8), note
    told = NOTES.query("notebook != 'coding'")[["stuck", "ask"]].fillna("").to_numpy().ravel()
    years = [note for note in told if re.search(r"\b(?:19|20)\d\d\b(?!\.html)", note)]
    assert all("since 2009" in note for note in years)
    tour = "\n".join(cell.source for cell in STORIES["00-tour"].cells if cell.cell_type == "markdown")
    assert "the same with SARS" not in tour
    for page in ("README.md", "README.zh.md", "docs/index.md", "docs/zh.md"):
        assert not re.search(r"no gap of|没有一个领域", (ROOT / page).read_text("utf-8")), page
    # What is printed in bold below a result asks of it, and does not say it beforehand.
    for name, last in (("02-tasks", "02-17"), ("03-words", "03-20"), ("07-uptake", "07-19")):
        cell = next(cell for cell in STORIES[name].cells if cell.id == last)
        assert cell.source.split("**")[1].endswith("?"), name
    assert len(rl.read_codebook()) == 15
    assert all(re.search(r"thirteen \W*domains", text) for text in (tour, read("slides.md")))


def test_the_unit_of_a_share_stands_where_it_is_first_used():
    tour = "\n".join(cell.source for cell in STORIES["00-tour"].cells if cell.cell_type == "markdown")
    for text in (tour, read("slides.md")):
        first = text[text.index("riority**" if "riority**" in text else "*priority*") :][:400]
        assert "statements" in first and "20 %" in first


def test_moved_is_said_of_courses_alone():
    tour = "\n".join(cell.source for cell in STORIES["00-tour"].cells if cell.cell_type == "markdown")
    assert "*moved*, behind the name of a panel, is said of the **provinces'** course" in tour
    assert "moved most" not in read("plan-half-day.md")


def test_the_key_says_where_the_gold_can_be_argued_and_the_teacher_is_told():
    statements = pd.read_csv(ROOT / SOURCE / "statements.csv")
    assert statements["arguable"].notna().sum() == 5
    assert "Five statements" in NOTES.query("notebook == 'coding' and part == 'Reading'")["stuck"].item()
    asked = NOTES.query("notebook == 'coding' and ask == 'Where is the gold wrong?'")
    assert "arguable" in asked["stuck"].item()


def test_the_statement_that_is_coded_together_is_none_of_the_twenty():
    slides = (ROOT / SOURCE / "slides.md").read_text("utf-8")
    together = re.search(r"together first:\n\n(.+)\n", slides)[1]
    assert together not in set(pd.read_csv(ROOT / SOURCE / "statements.csv")["text"])


def test_what_is_there_is_not_written_over(seminar):
    with pytest.raises(SeminarError, match="may hold what students coded"):
        build_seminar(ROOT, out=seminar)
