"""Lay Folium layers of your own over the map: shapes, circles, and a control to switch them.

Run from the repository: python docs/examples/further_layers.py map.html

GeoJson, CircleMarker, Circle, Polygon, PolyLine, Rectangle, FeatureGroup and LayerControl ask the network for nothing.
Give them no text of a table as popup, tooltip or property: Folium would compile it. What asks for a file from elsewhere
(tiles, icons, plugins) is refused when the map is rendered, with the name of the layer.
"""

import sys
from pathlib import Path

import folium

import geo

table = geo.load(Path("events.csv")).table
atlas = geo.atlas_map(table, view=geo.View(lang="en"), name="events.csv")

study = folium.FeatureGroup(name="Our study area")
corridor = {"type": "LineString", "coordinates": [[103.8, 36.1], [106.6, 29.6], [108.3, 22.8]]}
folium.GeoJson(corridor, style_function=lambda _feature: {"color": "#111111", "weight": 3}).add_to(study)
folium.CircleMarker(location=(29.56, 106.55), radius=9, color="#111111", fill=False).add_to(study)
study.add_to(atlas)
folium.LayerControl(position="topright").add_to(atlas)

html = atlas.get_root().render()
Path(sys.argv[1]).write_text(html, encoding="utf-8")
