"""Write the same view as a picture, as a film and as data, without a browser.

Run from the repository: python docs/examples/picture_film_data.py folder
"""

import sys
from pathlib import Path

import geo

folder = Path(sys.argv[1])
table = geo.load(Path("events.csv")).table
view = geo.View(kinds=("directive",), measure="aimed", step="month")

title = "Where directives are aimed"
for name, options in {
    "directives.png": {"title": title, "width": 900},
    "directives.gif": {"title": title, "width": 400},
    "directives.gpkg": {},
}.items():
    sys.stdout.write(geo.save(table, folder / name, view=view, **options) + "\n")
