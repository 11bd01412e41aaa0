"""Do independent pieces of work: here, in several processes, or on the machines of a cluster.

Results come as they are done, in any order; whoever takes them must not depend on it.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import shutil
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, wait
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO, Any, Protocol

from joblib import Parallel, cpu_count, delayed, parallel_config

import reformlab
from reformlab.corpus.tables import data_folder


@cache
def digest_of_code() -> str:
    """Return a hash of the package's code, word lists and rules; line ends, which git may change, aside."""
    digest = hashlib.sha256()
    tables = [(data_folder() / name, "*.csv") for name in ("lexicon", "rules")]
    for folder, pattern in ((Path(reformlab.__file__).parent, "*.py"), *tables):
        for path in sorted(folder.rglob(pattern), key=lambda path: path.relative_to(folder).parts):
            name = path.relative_to(folder).as_posix().encode()
            digest.update(name + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes; empty where it cannot be opened."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def key_of(*parts: Any) -> str:
    """Return the name of the entry that depends on these parts and on the package."""
    written = json.dumps([digest_of_code(), *parts], ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


class Spool:
    """Entries in a folder; each is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def list_entries(self, ending: str) -> list[str]:
        """Return the names of the entries that end so."""
        return [path.name for path in self.folder.glob(f"*{ending}")]

    def put(self, key: str, value: Any) -> None:
        """Write an entry."""
        part = self.folder / f"{key}.part"
        with part.open("wb") as file:
            pickle.dump(value, file, protocol=5)
        part.replace(self.folder / key)

    def get(self, key: str) -> Any:
        """Read an entry."""
        with (self.folder / key).open("rb") as file:
            return pickle.load(file)

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep every other process out, until this one is done or dead; BlockingIOError where one is in."""
        path = self.folder / "build.lock"
        with path.open("w") as file:
            _lock(file)
            # Whoever was in may have taken the folder away since it was opened here.
            if not path.exists() or not os.path.samestat(path.stat(), os.fstat(file.fileno())):
                raise BlockingIOError(f"{self.folder} is being taken away")
            yield
        # Windows takes away no file that is open.
        if path.exists() and not any(other != path for other in self.folder.iterdir()):
            self.clear()

    def clear(self) -> None:
        """Take the folder away."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _lock(file: IO[str]) -> None:
    """Lock an open file, which the system unlocks when the process ends, however it ends."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError(str(error)) from None
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


# Below this many bytes all the work takes less time than processes take to start.
_WORTH_PROCESSES = 3_000_000
# Small files are worked on together, as far as this many bytes: each call has its own cost.
_BYTES_AT_ONCE = 500_000
_ONE_AT_A_TIME = threading.Lock()


class Job(Protocol):
    """A piece of work on one file."""

    path: str
    size: int


Jobs = Sequence[Job]


def run_jobs(
    work: Callable[[Sequence[Any]], Any],
    jobs: Sequence[Job],
    *,
    workers: int | None = None,
    scheduler: str | None = None,
) -> Iterator[Any]:
    """Do the work on every job, some at a time, and yield what it gives, as it is done.

    Parameters
    ----------
    work : function
        Takes some jobs. Of a module, so that other processes can import it.
    jobs : sequence
        Files to work on; small ones together are not worth a process.
    workers : int, optional
        Processes; one a core unless given.
    scheduler : str, optional
        Address of a Dask scheduler, whose workers do the work instead. They must run the same
        version of the package and see the files under the same path.

    Raises
    ------
    ValueError
        Where `workers` is below 1.
    ImportError
        Where a scheduler is named and the package that speaks to it is not installed.
    RuntimeError
        Where a process was killed, or a worker of the cluster has another version.
    """
    if workers is not None and workers < 1:
        raise ValueError(f"workers={workers}: give a number from 1, or none for one a core")
    # The largest first, so that none is left to run alone at the end.
    groups = sorted(_group(jobs), key=_size, reverse=True)
    if scheduler:
        yield from _on_cluster(work, groups, scheduler)
        return
    n_workers = min(workers or cpu_count(), len(groups))
    if n_workers < 2 or _size(jobs) < _WORTH_PROCESSES:
        yield from map(work, groups)
    else:
        yield from _in_processes(work, groups, n_workers)


def _group(jobs: Iterable[Job]) -> Iterator[Jobs]:
    """Yield the jobs in their order, small ones together."""
    group: list[Job] = []
    for job in jobs:
        if group and _size(group) + job.size > _BYTES_AT_ONCE:
            yield group
            group = []
        group.append(job)
    if group:
        yield group


def _size(jobs: Jobs) -> int:
    return sum(job.size for job in jobs)


def _in_processes(work: Callable[[Jobs], Any], groups: Sequence[Jobs], n_workers: int) -> Iterator[Any]:
    """Work here too, as one of the processes: the others take seconds to start."""
    # loky starts fresh processes on every system, and does not run the user's script again in them.
    from joblib.externals.loky import ProcessPoolExecutor
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    # Of its own: what else a session runs in processes is let alone.
    others = ProcessPoolExecutor(n_workers - 1, initializer=_end_with, initargs=(os.getpid(),))
    waiting, running = deque(groups), set()
    try:
        while waiting or running:
            # Two for each, so that none waits until the group that is worked on here is done.
            while len(waiting) > 1 and len(running) < 2 * (n_workers - 1):
                running.add(others.submit(work, waiting.popleft()))
            if waiting:
                yield work(waiting.popleft())
            done, running = wait(running, timeout=0 if waiting else None, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
    except TerminatedWorkerError:
        raise RuntimeError(
            "a worker process was killed, most often for want of memory; run the same again with fewer "
            f"workers than {n_workers} (files that are done are not done again)"
        ) from None
    finally:
        # Idle processes would hold a quarter of a gigabyte each for minutes.
        others.shutdown(kill_workers=True)


def _end_with(parent: int) -> None:
    """Watch the process that started this one: where it was killed nobody else ends its workers."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _on_cluster(work: Callable[[Jobs], Any], groups: Sequence[Jobs], scheduler: str) -> Iterator[Any]:
    try:
        from distributed import Client
    except ImportError:
        raise ImportError(
            "a scheduler is used through the package `distributed`, which is not installed; "
            "install it: pip install 'reformlab[cluster]'"
        ) from None
    with Client(scheduler, set_as_default=False) as client:
        # Only while it is made: whoever takes the results must not work on the cluster too.
        with parallel_config(backend="dask", client=client):
            parallel = Parallel(return_as="generator_unordered")
        yield from parallel(delayed(_work_there)(group, work, digest_of_code()) for group in groups)


def _work_there(group: Jobs, work: Callable[[Jobs], Any], code: str) -> Any:
    """Do the work on a worker of a cluster, where it can be the same as here."""
    here = socket.gethostname()
    if digest_of_code() != code:
        raise RuntimeError(
            f"the worker on {here} has another version of reformlab; install the same one on every machine"
        )
    for job in group:
        if not Path(job.path).exists():
            raise FileNotFoundError(
                f"{job.path}: the worker on {here} does not see this file; put the documents into a folder "
                "that has the same path on every machine"
            )
    # A worker may run several threads, and not every library that reads files allows that.
    with _ONE_AT_A_TIME:
        return work(group)
