"""Films: one frame a calendar step, in both formats, and never two more than needed in memory."""

from __future__ import annotations

import io
import weakref
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageColor

from geo.errors import ExportError
from geo.export import film
from geo.timeline.scale import palette
from geo.timeline.view import View
from tests.timeline.made import placed

TABLE = placed(
    [
        {"date": "2024-01-15", "place": "Changsha"},
        {"date": "2024-02-29", "place": "a pier"},
        {"date": "2024-04-01", "place": "Chongqing", "targets": "border_areas", "kind": "directive"},
    ]
)
MONTHS = View(step="month")


def read(made: bytes) -> list[tuple[np.ndarray, Any]]:
    image = Image.open(io.BytesIO(made))
    found = []
    for at in range(image.n_frames):
        image.seek(at)
        image.load()
        found.append((np.asarray(image.convert("RGB")), image.info.get("duration")))
    return found


@pytest.mark.parametrize(
    ("view", "count"),
    [
        (MONTHS, 4),
        (View(step="quarter"), 2),
        (View(step="month", from_day="2024-02-01", to_day="2024-03-31"), 2),
        (View(step="month", mode="window"), 4),
        (View(), 12),
    ],
)
def test_there_is_a_frame_for_every_step(view: View, count: int) -> None:
    assert sum(1 for _ in film.frames(TABLE, view, width=200)) == count


def test_two_periods_stand_side_by_side_in_every_frame_the_earlier_on_the_left() -> None:
    side = list(film.frames(TABLE, View(step="month", mode="step", compare="side"), width=400))
    alone = list(film.frames(TABLE, View(step="month", mode="step"), width=200))
    assert {frame.shape for frame in side} == {(200, 400, 3)}
    map_ = np.s_[18:167, 50:195]
    """The map on a sheet of 200 pixels, without the legend, which speaks of both."""
    for number, frame in enumerate(side):
        left, right = frame[:, :200][map_], frame[:, 200:][map_]
        assert np.abs(right.astype(int) - alone[number][map_]).mean() < 1
        if number:
            assert np.abs(left.astype(int) - alone[number - 1][map_]).mean() < 1
    colours = [ImageColor.getrgb(colour) for colour in palette()["light"]["ramp"]]
    nothing = [int((side[0][:, :200][map_] == colour).all(axis=2).sum()) for colour in colours]
    assert nothing == [0] * len(colours), "no period lies before the first"
    assert not np.array_equal(side[0][:, :200][map_], side[1][:, :200][map_])


def test_a_film_in_which_no_frame_has_a_period_before_it_is_of_one_map() -> None:
    side, alone = (film.frames(TABLE, View(step="month", compare=kind), width=200) for kind in ("side", ""))
    assert all(np.array_equal(one, other) for one, other in zip(side, alone, strict=True))


@pytest.mark.parametrize("kind", film.KINDS)
def test_a_film_of_two_maps_is_half_as_high(kind: Any) -> None:
    made = film.write(TABLE, View(step="month", compare="side", against="2024-01-01/2024-02-01"), kind=kind, width=301)
    image = Image.open(io.BytesIO(made))
    assert (image.size, image.n_frames) == ((301, 150), 4)


@pytest.mark.parametrize("kind", film.KINDS)
def test_the_file_holds_the_frames_in_their_order(kind: Any) -> None:
    made = film.write(TABLE, MONTHS, kind=kind, width=240, frame_ms=300)
    assert made == film.write(TABLE, MONTHS, kind=kind, width=240, frame_ms=300)
    drawn, found = list(film.frames(TABLE, MONTHS, width=240)), read(made)
    assert [time for _, time in found] == [300, 300, 300, film.LAST_MS]
    most = 0 if kind == "webp" else 6
    for frame, (pixels, _) in zip(drawn, found, strict=True):
        assert np.abs(pixels.astype(int) - frame).mean() <= most
    assert Image.open(io.BytesIO(made)).info["loop"] == 0


def test_the_classes_of_a_gif_have_the_colours_of_the_page() -> None:
    (last, _) = read(film.write(TABLE, MONTHS, width=240))[-1]
    for colour in [palette()["light"]["ramp"][3], palette()["light"]["none"], palette()["light"]["sea"]]:
        assert (last == ImageColor.getrgb(colour)).all(axis=2).sum() > 20


def test_modes_count_differently() -> None:
    lasts = [list(film.frames(TABLE, View(step="month", mode=mode), width=200))[2] for mode in ("cumulative", "step")]
    assert not np.array_equal(*lasts)


@pytest.mark.parametrize("kind", film.KINDS)
def test_frames_are_streamed(kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[weakref.ref[np.ndarray]] = []
    alive: list[int] = []
    draw = film._Film.draw

    def watched(self: Any, moment: Any) -> np.ndarray:
        frame = draw(self, moment)
        made.append(weakref.ref(frame))
        alive.append(sum(ref() is not None for ref in made))
        return frame

    monkeypatch.setattr(film._Film, "draw", watched)
    told: list[tuple[int, int]] = []
    film.write(TABLE, View(step="week"), kind=kind, width=200, progress=lambda *at: told.append(at))
    assert told == [(n, 12) for n in range(1, 13)]
    assert max(alive) <= 3


@pytest.mark.parametrize(
    "rows", [[], [{"date": "", "place": "Changsha"}], [{"date": "2024-04-22", "place": "nowhere"}]]
)
@pytest.mark.parametrize("kind", film.KINDS)
def test_a_table_with_nothing_to_move_is_one_frame(rows: list[dict[str, str]], kind: Any) -> None:
    assert len(read(film.write(placed(rows), kind=kind, width=200))) == 1


def test_what_cannot_be_filmed_is_refused() -> None:
    with pytest.raises(ExportError, match="gif, webp"):
        film.write(TABLE, kind="mp4")  # type: ignore[arg-type]
    long = placed([{"date": "1900-01-01", "place": "Changsha"}, {"date": "2020-01-01", "place": "Changsha"}])
    with pytest.raises(ExportError, match="longer step"):
        film.write(long, View(step="day"), width=200)
