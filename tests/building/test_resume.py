"""Building in processes and on a cluster, going on after a kill, and never half a corpus."""

import errno
import hashlib
import os
import pickle
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pandas as pd
import pytest

import reformlab as rl
import reformlab.building.corpus
import reformlab.building.parallel
from reformlab.corpus.store import replace_together, settle
from reformlab.corpus.tables import CORPUS_FILES

PLACES = ["忻州", "太原", "包头", "大同", "晋中", "长治", "吕梁", "临汾", "运城", "阳泉", "朔州", "晋城"]
TASKS = ["建校", "育人", "修路", "绿化", "供水", "供电"]
TABLES = ("documents", "passages", "terms", "texts", "mentions")
posix = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL and fork are of POSIX systems")


def write_documents(folder: Path, *, n: int = 12, passages: int = 6) -> Path:
    """Write made-up notices of `n` documents, no two with the same words."""
    folder.mkdir(parents=True)
    for number in range(n):
        place, year = PLACES[number % len(PLACES)], 2010 + number // len(PLACES)
        tasks = [
            f"（{'一二三四五六'[at % 6]}）{TASKS[at % 6]}。{place}市要在{year + at % 5}年底前{TASKS[at % 6]}"
            f"{number * passages + at}处，完成率达到{50 + at % 40}%以上。（市教育局负责）"
            for at in range(passages)
        ]
        text = f"{place}市教育局关于任务的通知\n一、任务\n" + "\n".join(tasks)
        (folder / f"{place}-{year}.txt").write_text(f"{text}\n{place}市教育局\n{year}年3月1日", "utf-8")
    return folder


def hashes(folder: Path) -> dict[str, str]:
    """Return the hash of every file in a corpus folder."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def count_done(entries: Path) -> int:
    """Count the files of which an unfinished build has kept what they gave."""
    return sum(len(pickle.loads(path.read_bytes())) for path in entries.glob("*.reports"))


def build(folder: Path, out: Path, **options) -> rl.Corpus:
    return rl.build_corpus(folder, out=out, progress=False, **options)


@pytest.fixture(scope="module")
def documents(tmp_path_factory) -> Path:
    return write_documents(tmp_path_factory.mktemp("made-up") / "raw")


@pytest.fixture(scope="module")
def built(documents, tmp_path_factory) -> dict[str, str]:
    """Return the hashes of the corpus that is built without any other process."""
    out = tmp_path_factory.mktemp("built") / "corpus"
    build(documents, out, workers=1)
    return hashes(out)


def test_a_corpus_folder_holds_its_files_and_nothing_is_left_beside_it(built, documents, tmp_path):
    assert sorted(built) == sorted(CORPUS_FILES)
    build(documents, tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_other_processes_and_files_in_another_order_give_the_same_files(
    documents, built, tmp_path, monkeypatch
):
    for path in sorted(documents.iterdir(), reverse=True):
        (tmp_path / "raw").mkdir(exist_ok=True)
        shutil.copy(path, tmp_path / "raw" / path.name)
    monkeypatch.setattr(reformlab.building.parallel, "_WORTH_PROCESSES", 0)
    build(tmp_path / "raw", tmp_path / "out", workers=2)
    assert hashes(tmp_path / "out") == built


def test_files_worked_on_together_give_the_same_as_one_by_one_in_any_order_of_ids(
    documents, tmp_path, monkeypatch
):
    names = sorted(path.name for path in documents.iterdir())
    ids = pd.DataFrame({"file": names, "doc_id": [f"d{number * 5 % 12:02d}" for number in range(12)]})
    seen = []
    for at_once in (0, 2000, 10**6):
        monkeypatch.setattr(reformlab.building.parallel, "_BYTES_AT_ONCE", at_once)
        corpus = build(documents, tmp_path / str(at_once), catalogue=ids)
        seen.append(hashes(tmp_path / str(at_once)))
    assert seen[0] == seen[1] == seen[2]
    texts = corpus.texts.merge(corpus.passages, on="passage_id").merge(corpus.documents, on="doc_id")
    assert all(row.place + "市" in row.text for row in texts.itertuples())


def test_what_is_written_to_a_folder_is_what_is_returned_and_saved(documents, tmp_path):
    returned = build(documents, tmp_path / "out")
    without_folder = rl.build_corpus(documents, progress=False)
    without_folder.save(tmp_path / "saved")
    saved = rl.load_corpus(tmp_path / "saved")
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(returned, name), getattr(without_folder, name))
        pd.testing.assert_frame_equal(getattr(returned, name), getattr(saved, name))
    assert returned.manifest == without_folder.manifest == saved.manifest
    for name in ("documents.csv", "left_out.csv", "contradictions.csv", "manifest.json"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "saved" / name).read_bytes()


def worked_on(monkeypatch) -> list[str]:
    """Have every file that is worked on in this process noted down."""
    names = []

    def note(jobs):
        names.extend(job.name for job in jobs)
        return read_files(jobs)

    read_files = reformlab.building.corpus.read_files
    monkeypatch.setattr(reformlab.building.corpus, "read_files", note)
    return names


BUILD = """
import sys, time
import reformlab as rl, reformlab.building.corpus as room, reformlab.building.parallel
work = room.read_files
def slowly(jobs):
    time.sleep(0.2)
    return work(jobs)
room.read_files = slowly
reformlab.building.parallel._BYTES_AT_ONCE = int(sys.argv[3])
rl.build_corpus(sys.argv[1], out=sys.argv[2], workers=1, progress=False)
"""


@pytest.mark.slow
@posix
@pytest.mark.parametrize("at_once", [0, 2000], ids=["each file by itself", "small files together"])
def test_a_killed_build_goes_on_with_the_files_that_are_not_done(
    documents, built, tmp_path, monkeypatch, at_once
):
    entries = tmp_path / ".out.unfinished"
    arguments = [str(documents), str(tmp_path / "out"), str(at_once)]
    process = subprocess.Popen([sys.executable, "-c", BUILD, *arguments])
    while count_done(entries) < 4:
        assert process.poll() is None
        time.sleep(0.02)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    done = count_done(entries)
    assert 4 <= done < 12
    assert not (tmp_path / "out").exists()
    names = worked_on(monkeypatch)
    build(documents, tmp_path / "out", workers=1)
    assert len(names) == 12 - done
    assert hashes(tmp_path / "out") == built
    assert not entries.exists()


@posix
def test_a_second_build_into_the_same_folder_says_so_and_the_first_goes_on(documents, built, tmp_path):
    arguments = [str(documents), str(tmp_path / "out"), "0"]
    process = subprocess.Popen([sys.executable, "-c", BUILD, *arguments])
    while not list((tmp_path / ".out.unfinished").glob("*.tables")):
        assert process.poll() is None
        time.sleep(0.02)
    with pytest.raises(RuntimeError, match="another build is writing it"):
        build(documents, tmp_path / "out", workers=1)
    assert process.wait() == 0
    assert hashes(tmp_path / "out") == built
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


IN_PROCESSES = """
import sys, os, time
import reformlab.building.parallel as room
def note(jobs):
    open(os.path.join(sys.argv[1], str(os.getpid())), "w").close()
    time.sleep(60)
class Job:
    path, size = "", 1
if __name__ == "__main__":
    room._WORTH_PROCESSES = room._BYTES_AT_ONCE = 0
    list(room.run_jobs(note, [Job(), Job(), Job()], workers=3))
"""


@posix
def test_workers_end_when_the_process_that_started_them_is_killed(tmp_path):
    process = subprocess.Popen([sys.executable, "-c", IN_PROCESSES, str(tmp_path)])
    while len(workers := [int(path.name) for path in tmp_path.iterdir()]) < 3:
        assert process.poll() is None
        time.sleep(0.05)
    process.kill()
    process.wait()
    until = time.monotonic() + 15
    while any(map(is_running, workers)):
        assert time.monotonic() < until
        time.sleep(0.1)


@pytest.mark.skipif(sys.platform != "linux", reason="children are looked for under /proc")
def test_workers_end_when_the_process_is_killed_before_they_have_work(tmp_path):
    process = subprocess.Popen([sys.executable, "-c", IN_PROCESSES, str(tmp_path)])
    while not (workers := [pid for pid, command in children(process.pid) if "popen_loky" in command]):
        assert process.poll() is None
        time.sleep(0.002)
    process.kill()
    process.wait()
    until = time.monotonic() + 15
    while any(map(is_running, workers)):
        assert time.monotonic() < until
        time.sleep(0.1)


def children(parent: int) -> list[tuple[int, str]]:
    """Return the processes that one has started, and how they were called."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                found.append((int(folder.name), (folder / "cmdline").read_text()))
        except OSError:  # it has ended meanwhile
            continue
    return found


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # Nobody may have taken note of its end yet.
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")


KILLED = """
import os
import reformlab.building.parallel as room
HERE = os.getpid()
def work(jobs):
    if os.getpid() != HERE:
        os.kill(os.getpid(), 9)
class Job:
    path, size = "", 1
if __name__ == "__main__":
    room._WORTH_PROCESSES = room._BYTES_AT_ONCE = 0
    list(room.run_jobs(work, [Job(), Job()], workers=2))
"""


@posix
def test_a_worker_that_was_killed_is_told_with_the_remedy():
    done = subprocess.run([sys.executable, "-c", KILLED], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1].startswith("RuntimeError: a worker process was killed")
    assert "run the same again with fewer workers than 2" in done.stderr


def test_where_nothing_can_be_written_or_read_one_sentence_says_so_and_nothing_is_left(documents, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ValueError, match="is a file; give the corpus a folder of its own"):
        build(documents, tmp_path / "file")
    with pytest.raises(OSError, match="cannot be written"):
        build(documents, tmp_path / "file" / "out")
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "empty.txt").write_text("\n")
    with pytest.raises(rl.TableError, match="no document was read"):
        build(tmp_path / "raw", tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "raw"]


def test_a_full_disk_is_told_with_the_remedy_and_the_same_again_goes_on(documents, tmp_path, monkeypatch):
    put = reformlab.building.parallel.Spool.put

    def is_full(spool, key, value):
        put(spool, key, value)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as full:
        full.setattr(reformlab.building.parallel.Spool, "put", is_full)
        with pytest.raises(OSError, match="the disk is full; free some space and run the same again"):
            build(documents, tmp_path / "out")
    build(documents, tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


def test_files_that_are_called_like_those_of_a_corpus_are_not_written_over(documents, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "documents.csv").write_text("mine")
    (out / "notes.txt").write_text("mine")
    with pytest.raises(ValueError, match=r"holds documents\.csv of something else"):
        build(documents, out)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert sorted(path.read_text() for path in out.iterdir()) == ["mine", "mine"]
    (out / "documents.csv").unlink()
    assert len(build(documents, out).documents) == len(build(documents, out).documents)
    assert (out / "notes.txt").read_text() == "mine"


def test_one_name_in_several_folders_is_several_documents(tmp_path):
    for place in ("甘肃", "山西", "河北"):
        (tmp_path / "raw" / place / "省级").mkdir(parents=True)
        text = f"{place}省人民政府关于修路的通知\n一、任务\n{place}各地要修路，保障安全。\n2010年5月6日"
        (tmp_path / "raw" / place / "省级" / "通知.txt").write_text(text, "utf-8")
    given = pd.DataFrame({"file": ["河北/*"], "doc_id": ["通知"]})
    corpus = build(tmp_path / "raw", tmp_path / "out", catalogue=given)
    places = corpus.documents.set_index("doc_id")["place"].to_dict()
    assert places == {"山西-省级-通知": "山西", "甘肃-省级-通知": "甘肃", "通知": "河北"}
    texts = corpus.texts.assign(doc_id=corpus.texts["passage_id"].str.rpartition(":")[0])
    assert all(places[row.doc_id] in row.text for row in texts.itertuples())
    assert set(corpus.passages["doc_id"]) == set(corpus.documents["doc_id"])


def test_only_what_changed_is_worked_on_again(tmp_path, monkeypatch):
    folder = write_documents(tmp_path / "raw")
    clash = pd.DataFrame({"file": ["忻州*", "太原*"], "doc_id": ["x", "x"]})
    names = worked_on(monkeypatch)
    with pytest.raises(rl.TableError, match="same doc_id"):
        rl.build_corpus(folder, clash, out=tmp_path / "out", progress=False)
    assert len(names) == 12
    names.clear()
    (folder / "包头-2010.txt").write_text(
        "包头市教育局关于修路的通知\n各地要修路，保障安全。\n2010年5月6日", "utf-8"
    )
    mended = pd.DataFrame({"file": ["忻州*", "太原*"], "doc_id": ["x", "y"]})
    corpus = rl.build_corpus(folder, mended, out=tmp_path / "out", progress=False)
    assert sorted(names) == ["包头-2010.txt", "太原-2010.txt"]
    assert corpus.documents["doc_id"].isin(["x", "y"]).sum() == 2


def test_at_whatever_point_it_is_killed_the_corpus_is_all_old_or_all_new(tmp_path, monkeypatch):
    old, new, out = (tmp_path / name for name in ("old", "new", "out"))
    build(write_documents(tmp_path / "1", n=1), old)
    build(write_documents(tmp_path / "2", n=2), new)
    shutil.copytree(old, out)
    (out / "texts.parquet").unlink()
    (out / "of-the-user.txt").touch()
    left = []

    def as_killed(change):
        """Keep what a kill would leave right before each file or folder is put in its place."""

        def at(*arguments, **options):
            left.append(shutil.copytree(out, tmp_path / f"left-{len(left)}"))
            return change(*arguments, **options)

        return at

    with monkeypatch.context() as patch:
        for name in ("replace", "rename", "unlink", "rmdir"):
            patch.setattr(Path, name, as_killed(getattr(Path, name)))
        build(tmp_path / "2", out, workers=1)
    seen = []
    for folder in (*left, out):
        corpus = rl.load_corpus(folder)
        now = hashes(folder)
        assert now.pop("of-the-user.txt")
        seen.append(len(corpus.documents))
        want = hashes(old if seen[-1] == 1 else new)
        assert now == {name: want[name] for name in now}
        assert set(now) == set(want) - ({"texts.parquet"} if seen[-1] == 1 else set())
    # First the old one, then the new one, and each at several points.
    assert seen == sorted(seen)
    assert min(seen.count(1), seen.count(2)) > 4


def test_files_are_replaced_together_and_those_not_written_go(tmp_path):
    for name in ("a", "b", "other"):
        (tmp_path / name).write_text("old")
    with replace_together(tmp_path, ["a", "b", "c"]) as new:
        (new / "a").write_text("new")
        (new / "c").write_text("new")
        assert (tmp_path / "a").read_text() == "old"
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "a": "new",
        "c": "new",
        "other": "old",
    }


def test_an_error_while_writing_leaves_the_old_files(tmp_path):
    (tmp_path / "a").write_text("old")
    with pytest.raises(ZeroDivisionError), replace_together(tmp_path, ["a"]) as new:
        (new / "a").write_text("new")
        raise ZeroDivisionError
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a": "old"}
    with pytest.raises(ZeroDivisionError), replace_together(tmp_path / "none", ["a"]):
        raise ZeroDivisionError
    assert not (tmp_path / "none").exists()


def test_a_file_that_another_program_holds_is_told(tmp_path, monkeypatch):
    def held(*_):
        raise PermissionError(13, "in use")

    (tmp_path / ".written").mkdir()
    (tmp_path / ".written" / "documents.csv").touch()
    with monkeypatch.context() as patch, pytest.raises(PermissionError, match="close the program"):
        patch.setattr(Path, "replace", held)
        settle(tmp_path)
    settle(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["documents.csv"]


def test_a_scheduler_without_its_package_is_told_with_the_remedy(documents, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ImportError, match=r"pip install 'reformlab\[cluster\]'"):
        build(documents, tmp_path / "out", scheduler="tcp://127.0.0.1:1")


@pytest.fixture(scope="module")
def cluster():
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        yield cluster


@pytest.mark.slow
@posix
def test_a_cluster_gives_the_same_files_though_a_worker_is_killed(cluster, tmp_path, monkeypatch):
    monkeypatch.setattr(reformlab.building.parallel, "_BYTES_AT_ONCE", 0)
    folder = write_documents(tmp_path / "raw", n=18, passages=20)
    build(folder, tmp_path / "here", workers=1)
    address, entries = cluster.scheduler_address, tmp_path / ".there.unfinished"
    work = threading.Thread(
        target=build, args=(folder, tmp_path / "there"), kwargs={"scheduler": address}, daemon=True
    )
    work.start()
    while len(list(entries.glob("*"))) < 3:
        assert work.is_alive()
        time.sleep(0.005)
    os.kill(cluster.workers[0].pid, signal.SIGKILL)
    done = count_done(entries)
    work.join()
    assert done < 18
    assert hashes(tmp_path / "there") == hashes(tmp_path / "here")


@pytest.mark.slow
def test_a_fault_of_a_worker_is_raised_here(cluster, documents):
    job = reformlab.building.corpus.FileJob(str(documents / "none.txt"), "none.txt", 1, "", "")
    with pytest.raises(FileNotFoundError, match="the same path on every machine"):
        list(reformlab.building.parallel.run_jobs(len, [job], scheduler=cluster.scheduler_address))


def test_a_worker_that_cannot_do_the_same_is_told(documents, monkeypatch):
    job = reformlab.building.corpus.FileJob(str(documents / "none.txt"), "none.txt", 1, "", "")
    there = reformlab.building.parallel._work_there
    with pytest.raises(FileNotFoundError, match="the same path on every machine"):
        there([job], work=len, code=reformlab.building.parallel.digest_of_code())
    with pytest.raises(RuntimeError, match="another version of reformlab"):
        there([job], work=len, code="")


def test_one_name_with_two_endings_is_two_documents(tmp_path):
    (tmp_path / "raw").mkdir()
    for place, ending in (("甘肃", "txt"), ("山西", "md")):
        text = f"{place}省人民政府关于修路的通知\n一、任务\n{place}各地要修路，保障安全。\n2010年5月6日"
        (tmp_path / "raw" / f"通知.{ending}").write_text(text, "utf-8")
    corpus = build(tmp_path / "raw", tmp_path / "out")
    assert corpus.documents.set_index("doc_id")["place"].to_dict() == {"通知-md": "山西", "通知-txt": "甘肃"}
    assert set(corpus.passages["doc_id"]) == {"通知-md", "通知-txt"}
