"""Rebuild the font of the pictures, or check that it is what the source font gives.

    python scripts/build_font.py [--source NotoSansCJK-Regular.ttc] [--check]

The source is Noto Sans CJK 2.004 as Debian's package ``fonts-noto-cjk`` installs it; its SHA-256 is checked. The subset
holds GB 2312, Latin with its accents and punctuation, and every sign of the shipped names, so that no name of ours is
ever drawn as a box. With the version of fontTools pinned in ``constraints.txt`` the file comes out byte for byte the
same; ``--check`` writes nothing and exits 1 on a difference.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

ROOT = Path(__file__).resolve().parents[1]
FONTS = ROOT / "geo" / "export" / "fonts"
FONT = FONTS / "AtlasSansSC-Regular.otf"
HASHES = FONTS / "SHA256SUMS"
SOURCE = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
SOURCE_SHA256 = "b76b0433203017ca80401b2ee0dd69350349871c4b19d504c34dbdd80541690a"
FACE = "Noto Sans CJK SC"
NAME = "Atlas Sans SC"
"""A name of its own: an installed Noto font with more signs is not confused with the subset."""

NAMES = (
    "geo/data/gazetteer.csv",
    "geo/data/hk_mo_tw_units.csv",
    "geo/data/regions.toml",
    "geo/timeline/static/strings.json",
)
LATIN = ((0x20, 0x7E), (0xA0, 0x17F), (0x1CD, 0x1DC), (0x2B0, 0x2FF), (0x2010, 0x2027), (0x2030, 0x203A))
SIGNS = "€№™←↑→↓−≈≠≤≥□■○●◇◆▲△▼▽★☆"
LONGEST_BYTES = 1_800_000


def characters() -> set[int]:
    """Return the code points of the subset."""
    found = {code for first, last in LATIN for code in range(first, last + 1)}
    return found | set(map(ord, SIGNS)) | set(map(ord, gb2312())) | set(map(ord, shipped()))


def gb2312() -> Iterator[str]:
    """Yield the characters of GB 2312, by row and cell."""
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            yield from bytes((row, cell)).decode("gb2312", "ignore")


def shipped() -> Iterator[str]:
    """Yield every character of the names and words that come with the project."""
    for name in NAMES:
        yield from (ROOT / name).read_text(encoding="utf-8")


def build(source: Path) -> bytes:
    """Return the subset as an OpenType font.

    Raises
    ------
    SystemExit
        When the source is missing or of another version.
    """
    raw = source.read_bytes() if source.is_file() else sys.exit(f"{source} is missing: install fonts-noto-cjk")
    if (found := hashlib.sha256(raw).hexdigest()) != SOURCE_SHA256:
        sys.exit(f"{source} is another version: SHA-256 {found}, expected {SOURCE_SHA256}")
    font = next(face for face in TTCollection(io.BytesIO(raw)).fonts if face["name"].getDebugName(1) == FACE)
    options = subset.Options(
        layout_features=["kern"],
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
        notdef_outline=True,
        hinting=False,
        desubroutinize=False,
        drop_tables=[*subset.Options().drop_tables, "vhea", "vmtx", "VORG", "BASE"],
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters())
    subsetter.subset(font)
    rename(font)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def rename(font: TTFont) -> None:
    """Give the subset its own family and PostScript names; the notices stay as they are."""
    names = {1: NAME, 3: f"2.004;{NAME.replace(' ', '')}-Regular", 4: NAME, 6: FONT.stem}
    for record in font["name"].names:
        if record.nameID in names:
            record.string = names[record.nameID]
    cff = font["CFF "].cff
    cff.fontNames[0] = FONT.stem
    cff.topDictIndex[0].FullName, cff.topDictIndex[0].FamilyName = NAME, NAME


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the font and its hash, or compare them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--source", type=Path, default=SOURCE)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when the file would change")
    given = parser.parse_args(arguments)
    font = build(given.source)
    sums = f"{hashlib.sha256(font).hexdigest()}  {FONT.name}\n"
    if len(font) > LONGEST_BYTES:
        sys.exit(f"the subset has {len(font):,} bytes, more than {LONGEST_BYTES:,}")
    if given.check:
        same = FONT.is_file() and FONT.read_bytes() == font and HASHES.read_text(encoding="ascii") == sums
        print(f"{FONT.relative_to(ROOT)}: {'as built' if same else 'differs from what the source gives'}")
        return 0 if same else 1
    FONTS.mkdir(exist_ok=True)
    FONT.write_bytes(font)
    HASHES.write_text(sums, encoding="ascii")
    print(f"{FONT.relative_to(ROOT)}: {len(font):,} bytes, {len(characters()):,} characters asked for")
    return 0


if __name__ == "__main__":
    sys.exit(main())
