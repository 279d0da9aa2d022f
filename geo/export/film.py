"""A map over time as a moving picture: GIF or WebP, a frame a calendar step, drawn and written one after the other.

At no time is more than one frame in memory, besides the one before it, of which only what changed is written.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.errors import ExportError
from geo.export.ground import WIDTH
from geo.export.picture import Frame, Say, check_width, prepared, settings, silent
from geo.tables.large import LargeTable
from geo.timeline.view import View

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image

    from geo.places.own.boundaries import OwnBoundaries

    Progress = Callable[[int, int], object]
    """Called with (done, all) after each frame."""

Kind = Literal["gif", "webp"]
KINDS: Final[tuple[Kind, ...]] = ("gif", "webp")
Pixels = npt.NDArray[np.uint8]

FRAME_MS: Final = 500
LAST_MS: Final = 2500
"""How long the last frame stands before the film begins again."""
GIF_COLOURS: Final = 127
MOST_FRAMES: Final = 2000
CLEAR: Final = GIF_COLOURS
"""The number in a GIF's palette that leaves a pixel as it was."""


def frames(
    table: pd.DataFrame | LargeTable,
    view: View | None = None,
    *,
    title: str = "",
    name: str = "",
    width: int = 800,
    boundaries: OwnBoundaries | None = None,
    say: Say = silent,
) -> Iterator[Pixels]:
    """Yield the frames of a film, one calendar step after the other.

    Parameters
    ----------
    table, view, title, name, boundaries, say
        As in `geo.export.picture.draw`. The view's window is the length of the film, its mode what each frame counts:
        ``cumulative`` from the start, ``step`` one step alone, ``window`` an eighth of the film, ``remaining`` to the
        end. Its step is the page's own choice where it has none. One scale of classes holds for all frames. Of a view
        that puts two periods side by side each frame is two maps, the period before on the left, empty where there is
        none; if no frame has one before it, as in the page's cumulative mode, each frame is one map.
    width
        Pixels of a frame, which is square, or half as high where two maps stand side by side.

    Yields
    ------
    Arrays of height x width x 3 bytes, RGB; at least one.

    Raises
    ------
    ExportError
        When the width is none that can be drawn, or the film has more than `MOST_FRAMES` frames.
    """
    yield from _Film(table, view or View(), title=title, name=name, width=width, boundaries=boundaries, say=say)


def write(
    table: pd.DataFrame | LargeTable,
    view: View | None = None,
    *,
    kind: Kind = "gif",
    title: str = "",
    name: str = "",
    width: int = 800,
    boundaries: OwnBoundaries | None = None,
    frame_ms: int = FRAME_MS,
    progress: Progress | None = None,
    say: Say = silent,
) -> bytes:
    """Return a film of the timeline as a file, which runs for ever.

    Parameters
    ----------
    kind
        ``gif`` or ``webp``.
    frame_ms
        Milliseconds that each frame stands; the last stands `LAST_MS`.
    progress
        Called with (done, all) after each frame.

    Other parameters, and errors, as in `frames`.
    """
    if kind not in KINDS:
        raise ExportError(f"{kind!r} is no kind of film; choose from {', '.join(KINDS)}")
    film = _Film(table, view or View(), title=title, name=name, width=width, boundaries=boundaries, say=say)
    times = [frame_ms] * (len(film) - 1) + [max(frame_ms, LAST_MS)]
    pictures = _counted(film, progress)
    if kind == "webp":
        return _webp(pictures, times, film.size)
    return _gif(film.key(), film.sheets[0].flat_colours(), pictures, times)


class _Film:
    """The frames of a film; they can be drawn once."""

    def __init__(self, table: pd.DataFrame | LargeTable, view: View, *, width: int, **words: Any) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        check_width(width)
        with settings():
            self.prepared = prepared(table, view, film=True, **words)
            self.sheets, self.frames = self.prepared.sheets, self.prepared.frames
            if len(self.frames) > MOST_FRAMES:
                raise ExportError(
                    f"a film of {len(self.frames):,} frames is too long; choose a longer step or a shorter period"
                )
            figure = self.sheets[0].figure
            figure.set_dpi(72 * width / (WIDTH * len(self.sheets)))
            self.canvas = cast("Any", FigureCanvasAgg(figure))
            self.canvas.draw()
            self.still = self.canvas.copy_from_bbox(figure.bbox)

    def __len__(self) -> int:
        return len(self.frames)

    def __iter__(self) -> Iterator[Pixels]:
        for frame in self.frames:
            yield self.draw(frame)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of a frame in pixels."""
        width, height = self.canvas.get_width_height()
        return int(width), int(height)

    def draw(self, frame: Frame) -> Pixels:
        """Return one frame."""
        with settings():
            self.canvas.restore_region(self.still)
            added = self.prepared.show(frame)
            for artist in added:
                artist.draw(self.canvas.get_renderer())
            pixels = np.asarray(self.canvas.buffer_rgba())[:, :, :3].copy()
            for artist in added:
                artist.remove()
        return pixels

    def key(self) -> Pixels:
        """Return the frame with most facts, which the colours of a GIF are taken from."""
        counts = self.sheets[0].counts
        return self.draw(max(self.frames, key=lambda frame: sum(counts.of_kinds(frame[-1].first, frame[-1].last))))


def _counted(film: _Film, progress: Progress | None) -> Iterator[Pixels]:
    for done, frame in enumerate(film, start=1):
        if progress is not None:
            progress(done, len(film))
        yield frame


def _gif(key: Pixels, exact: Sequence[str], pictures: Iterator[Pixels], times: list[int]) -> bytes:
    """Write a GIF frame by frame: one palette for all, and of each frame only the box that changed."""
    from PIL import GifImagePlugin, Image

    palette = _palette(key, exact)
    out = io.BytesIO()
    before: Pixels | None = None
    for pixels, milliseconds in zip(pictures, times, strict=True):
        numbers = _numbered(pixels, palette, exact)
        if before is None:
            out.write(_gif_header(palette, numbers.shape))
        part, corner = _changed(numbers, before)
        cut = Image.fromarray(part)
        cut.putpalette(palette.getpalette() or [])
        for block in GifImagePlugin.getdata(cut, corner, duration=milliseconds, transparency=CLEAR, disposal=1):
            out.write(block)
        before = numbers
    out.write(b";")
    return out.getvalue()


def _palette(key: Pixels, exact: Sequence[str]) -> Image.Image:
    """Return the colours of a frame as a picture's palette, those of `exact` among them to the bit."""
    from PIL import Image, ImageColor

    found = Image.fromarray(key).quantize(GIF_COLOURS, method=Image.Quantize.MEDIANCUT).getpalette() or []
    colours = np.array(found[: 3 * GIF_COLOURS], dtype=np.int64).reshape(-1, 3)
    taken = np.zeros(len(colours), dtype=bool)
    for colour in dict.fromkeys(map(ImageColor.getrgb, exact)):
        distance = np.where(taken, np.inf, ((colours - colour[:3]) ** 2).sum(axis=1))
        at = int(distance.argmin())
        colours[at], taken[at] = colour[:3], True
    palette = Image.new("P", (1, 1))
    palette.putpalette(colours.astype(np.uint8).tobytes())
    return palette


def _numbered(pixels: Pixels, palette: Image.Image, exact: Sequence[str]) -> Pixels:
    """Return the pixels as numbers of the palette: the nearest, and those of `exact` to the bit.

    Pillow looks the nearest colour up on a coarse grid, which would tint whole provinces.
    """
    from PIL import Image, ImageColor

    numbers = np.array(Image.fromarray(pixels).quantize(palette=palette, dither=Image.Dither.NONE))
    packed, own = _packed(pixels), _packed(np.array(palette.getpalette()).reshape(-1, 3)).tolist()
    for colour in map(ImageColor.getrgb, exact):
        value = int(_packed(np.array(colour[:3])))
        numbers[packed == value] = own.index(value)
    return numbers


def _packed(colours: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    return np.asarray(colours.astype(np.int64) @ np.array([65536, 256, 1]))


def _gif_header(palette: Image.Image, shape: tuple[int, ...]) -> bytes:
    """Return signature, size and palette of 128 colours, and the block that lets the film run for ever."""
    size = b"".join(length.to_bytes(2, "little") for length in shape[1::-1])
    colours = bytes(palette.getpalette() or [])[: 3 * GIF_COLOURS].ljust(3 * 128, b"\0")
    return b"GIF89a" + size + b"\xf6\0\0" + colours + b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"


def _changed(numbers: Pixels, before: Pixels | None) -> tuple[Pixels, tuple[int, int]]:
    """Return the box that differs from the frame before, what is the same in it left clear, and its corner (x, y)."""
    if before is None:
        return numbers, (0, 0)
    other = numbers != before
    if not other.any():
        return np.full((1, 1), CLEAR, dtype=np.uint8), (0, 0)
    rows, columns = np.flatnonzero(other.any(axis=1)), np.flatnonzero(other.any(axis=0))
    box = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return np.where(other, numbers, CLEAR).astype(np.uint8)[box], (int(columns[0]), int(rows[0]))


def _webp(pictures: Iterator[Pixels], times: list[int], size: tuple[int, int]) -> bytes:
    """Write a lossless WebP; Pillow asks for one frame after the other."""
    from PIL import Image

    class Frames(Image.Image):
        """A picture of many frames, each drawn when it is sought."""

        n_frames = len(times)
        at = -1

        def seek(self, frame: int) -> None:
            while self.at < frame:
                self.frombytes(next(pictures).tobytes())
                self.at += 1

        def tell(self) -> int:
            return max(self.at, 0)

    film: Any = Frames()
    film.im = Image.new("RGB", size).im
    film._mode, film._size = "RGB", size  # noqa: SLF001 - as Pillow's own picture classes do
    out = io.BytesIO()
    film.seek(0)
    film.save(out, format="WEBP", save_all=True, lossless=True, method=4, duration=times, loop=0)
    return out.getvalue()
