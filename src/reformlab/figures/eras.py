"""Eras and events behind the years of a figure: shades, marks, and what letters and numbers stand for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from reformlab.corpus.periods import read_eras
from reformlab.figures.marks import GREY, SHADE, SMALL
from reformlab.figures.text import Speech, text_width, wrap

TINY = SMALL - 1.5
HARD = "\u00a0"
# Numbers of events nearer than this part of the time drawn stand one under the other.
NEAR = 0.06


@dataclass(frozen=True)
class Time:
    """Eras and events, as far as they fall into the years drawn; whether there is room for eras' names."""

    eras: list[tuple[str, str, int, int]]
    events: list[tuple[str, str, float]]
    named: bool
    say: Speech

    @classmethod
    def read(
        cls,
        eras: pd.DataFrame | None,
        events: pd.DataFrame | None,
        span: tuple[int, int],
        inches: float,
        say: Speech,
    ) -> Time:
        """Take a user's tables, or the eras of the project; letters and numbers in order of time."""
        eras = read_eras() if eras is None else eras
        name = "zh" if say.language == "zh" else "name"
        eras = eras[(eras["last_year"] >= span[0]) & (eras["first_year"] <= span[1])]
        eras = [
            (str(era.get(name, era["name"])), max(era["first_year"], span[0]), min(era["last_year"], span[1]))
            for era in eras.to_dict("records")
        ]
        marked = []
        if events is not None:
            events = events.assign(at=events["date"].astype(str).map(_find_date).astype(float))
            events = events[events["at"].between(span[0] - 0.5, span[1] + 0.5)].sort_values("at")
            marked = [
                (str(number), str(event.get(name, event["name"])), event["at"])
                for number, event in enumerate(events.to_dict("records"), start=1)
            ]
        point = 72 * inches / (span[1] - span[0] + 1)  # of a year
        rooms = [int((last - first + 1) * point / (TINY / 2)) for _, first, last in eras]
        # Between names of several words a space stays free.
        named_rooms = zip(eras, rooms, strict=True)
        labels = [wrap(name, max(room - (" " in name), 1)) for (name, *_), room in named_rooms]
        # A name that would be broken inside a word, or into three lines, has no room.
        named = all(
            label.count("\n") < 2 and max(map(text_width, name.split())) <= room
            for label, (name, *_), room in zip(labels, eras, rooms, strict=True)
        )
        if not named:
            labels = [chr(ord("A") + number) for number in range(len(eras))]
        return cls([(label, *era) for label, era in zip(labels, eras, strict=True)], marked, named, say)

    @property
    def head(self) -> float:
        """Give the room that names or letters take above the first panels, in points."""
        return 3 + TINY * 1.2 * max((label.count("\n") + 1 for label, *_ in self.eras), default=0)

    def say_key(self) -> list[str]:
        """Say what letters and numbers stand for."""
        eras = [f"{letter} {name} {first}–{last}" for letter, name, first, last in self.eras]
        events = [f"{number} {name} {int(at + 0.5)}" for number, name, at in self.events]
        return [join_whole(part, self.say) for part in ([] if self.named else eras, events) if part]

    def draw(self, ax: Axes, span: tuple[int, int], *, lettered: bool) -> None:
        """Shade every other era and mark the events, behind all else."""
        first, last = span[0] - 0.5, span[1] + 0.5
        write = {"xycoords": ax.get_xaxis_transform(), "textcoords": "offset points", "ha": "center"}
        write |= {"fontsize": TINY, "color": GREY, "annotation_clip": False}
        for number, (label, _, start, end) in enumerate(self.eras):
            if number % 2 == 0:
                ax.axvspan(start - 0.5, end + 0.5, color=SHADE, linewidth=0, zorder=0)
            if lettered:
                ax.annotate(label, ((start + end) / 2, 1), (0, 2), va="bottom", linespacing=1, **write)
        line, before = 0, -np.inf
        for number, _, at in self.events:
            line, before = (line + 1 if at - before < NEAR * (last - first) else 0), at
            look = {"transform": ax.get_xaxis_transform(), "color": GREY, "linewidth": 0.8, "zorder": 1}
            ax.plot([at, at], [0.93, 1], **look)
            if lettered:
                ax.annotate(number, (at, 0.93), (0, -0.5 - 5.5 * line), va="top", **write)


def join_whole(entries: Iterable[str], say: Speech) -> str:
    """Put entries of a key together; lines break between them, not within."""
    return say.join(entries).replace(" ", HARD).replace(f";{HARD}", "; ")


def _find_date(date: str) -> float:
    """Give a date its place among years, whose numbers stand in their middle."""
    parts = [int(part) for part in date.split("-")]
    month = parts[1] if len(parts) > 1 else 7
    day = parts[2] if len(parts) > 2 else 1
    return parts[0] - 0.5 + (month - 1 + (day - 1) / 31) / 12
