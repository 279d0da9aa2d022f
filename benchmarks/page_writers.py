"""The pages that `benchmarks.bench_map` measures, each written from the same Parquet file of facts.

Run as ``python benchmarks/page_writers.py WRITER SOURCE TARGET``: one page, and no more; the last line printed is the
most memory that it held, in MB.
"""

from __future__ import annotations

import contextlib
import json
import resource
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    import pandas as pd


def atlas(source: Path, target: Path) -> None:
    """Write our page, by the command line."""
    from geo.__main__ import main

    sys.argv = ["atlas", "map", str(source), "-o", str(target)]
    with contextlib.suppress(SystemExit), contextlib.redirect_stdout(sys.stderr):
        main()


def read(source: Path, *columns: str) -> pd.DataFrame:
    """Return columns of the facts."""
    import pandas as pd

    return pd.read_parquet(source, columns=list(columns))


def by_month(source: Path) -> pd.DataFrame:
    """Return facts by month and province: ``month``, ``province``, ``facts``."""
    table = read(source, "date", "adcode")
    # the first two digits of a code are its province's, as GB/T 2260 has it
    keys = [table["date"].str[:7].rename("month"), (table["adcode"].str[:2] + "0000").rename("province")]
    return table.groupby(keys).size().rename("facts").reset_index()


def timestamped(source: Path, target: Path) -> None:
    """Write Folium's own time map: a feature a fact."""
    import folium
    from folium.plugins import TimestampedGeoJson

    table = read(source, "lon", "lat", "date", "title")
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {"time": day, "popup": title},
        }
        for lon, lat, day, title in table.itertuples(index=False)
    ]
    shown = folium.Map(location=(35.5, 104.0), zoom_start=4)
    layer = TimestampedGeoJson({"type": "FeatureCollection", "features": features}, period="P1M")  # type: ignore[no-untyped-call]
    layer.add_to(shown)
    shown.save(target)


def markers(source: Path, target: Path) -> None:
    """Write a Folium map with a circle a fact, without time."""
    import folium

    shown = folium.Map(location=(35.5, 104.0), zoom_start=4)
    for lon, lat, title in read(source, "lon", "lat", "title").itertuples(index=False):
        folium.CircleMarker((lat, lon), radius=4, tooltip=title).add_to(shown)
    shown.save(target)


def plotly(source: Path, target: Path) -> None:
    """Write a plotly choropleth with a frame a month and its library inside, on our provinces at 0.01 degrees."""
    import plotly.express as px

    from geo.places import boundaries

    shapes = boundaries.provinces()[["geometry"]]
    shapes["geometry"] = shapes.simplify(0.01)
    figure = px.choropleth(
        by_month(source),
        geojson=json.loads(shapes.to_json()),
        locations="province",
        color="facts",
        animation_frame="month",
        fitbounds="locations",
    )
    figure.write_html(target, include_plotlyjs=True)


def pyecharts(source: Path, target: Path) -> None:
    """Write a pyecharts timeline: a map of China a month."""
    from pyecharts.charts import Map, Timeline

    from geo.places.gazetteer import gazetteer

    line = Timeline()
    for month, facts in by_month(source).groupby("month"):
        pairs = [(gazetteer().unit(code).name_zh, int(n)) for code, n in zip(facts.province, facts.facts, strict=True)]
        line.add(Map().add(str(month), pairs, "china"), str(month))
    line.render(str(target))


def pydeck(source: Path, target: Path) -> None:
    """Write a deck.gl scatter plot of all facts, without time."""
    import pydeck as deck

    layer = deck.Layer("ScatterplotLayer", read(source, "lon", "lat", "date", "title"), get_position="[lon, lat]")
    view = deck.ViewState(latitude=35.5, longitude=104, zoom=3)
    deck.Deck([layer], initial_view_state=view, map_style=None).to_html(str(target), open_browser=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A page of others: the package that writes it, and the most facts that it is asked to show."""

    name: str
    package: str
    write: Callable[[Path, Path], None]
    most: int = 1_000_000


PEERS: Final = (
    Peer(name="folium CircleMarker", package="folium", write=markers, most=10_000),
    Peer(name="folium TimestampedGeoJson", package="folium", write=timestamped),
    Peer(name="plotly choropleth", package="plotly", write=plotly),
    Peer(name="pyecharts Timeline", package="pyecharts", write=pyecharts),
    Peer(name="pydeck", package="pydeck", write=pydeck),
)
WRITERS: Final = {"atlas": atlas, **{peer.write.__name__: peer.write for peer in PEERS}}


def main() -> int:
    """Run the command line."""
    writer, source, target = sys.argv[1:4]
    WRITERS[writer](Path(source), Path(target))
    print(most_memory())
    return 0


def most_memory() -> float:
    """Return the most MB that this process held; elsewhere than on Linux, with its parent's at the fork."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) * 1024 / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    sys.exit(main())
