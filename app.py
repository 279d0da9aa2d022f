"""Directive Atlas in the browser: ``streamlit run app.py``."""

from functools import partial

import streamlit as st

from views import address, chrome, explore, grid, map, read, review, settled, share, sources  # noqa: A004 - a page is called what it shows
from views.text import words

PAGES = (
    (chrome.draw, map, "map", ":material/map:"),
    (chrome.draw_desk, read, "read", ":material/article:"),
    (chrome.draw_desk, review, "review", ":material/fact_check:"),
    (chrome.draw_desk, grid, "table", ":material/table:"),
    (chrome.draw, explore, "explore", ":material/bar_chart:"),
    (chrome.draw, share, "share", ":material/ios_share:"),
    (chrome.draw, sources, "sources", ":material/menu_book:"),
)

address.adopt()
say = words(address.view().lang)
st.set_page_config(
    page_title=say.raw("app.name"), page_icon=chrome.ICON, layout="wide", menu_items={"About": say("app.about")}
)
page = st.navigation(
    [
        st.Page(partial(draw, room.show), title=say.raw(f"nav.{path}"), icon=icon, url_path=path, default=room is map)
        for draw, room, path, icon in PAGES
    ],
    position="top",
)
address.arrive(page.url_path)
page.run()
settled.after(page.url_path, address.table())
