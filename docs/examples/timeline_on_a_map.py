"""Put the timeline on a map that you make yourself: your own centre and zoom, your own layers first.

Run from the repository: python docs/examples/timeline_on_a_map.py map.html
"""

import sys
from pathlib import Path

import folium

import geo
from geo.timeline import payload
from geo.timeline.element import OfflineMap, Timeline

table = geo.load(Path("events.csv")).table
own = OfflineMap(lang="zh")
folium.Rectangle(bounds=[(28.1, 105.2), (32.3, 110.2)], color="#111111", weight=2, fill=False).add_to(own)

# shown from April on, in Chinese, with Chongqing in the middle
view = geo.View(lang="zh", from_day="2024-04-01", mode="window", at=(29.8, 107.5, 6))
Timeline(payload.build(table, view=view, title="重庆", name="events.csv")).add_to(own)

Path(sys.argv[1]).write_text(own.get_root().render(), encoding="utf-8")
