"""Directive Atlas in the browser: ``streamlit run app.py``."""

from functools import partial

import streamlit as st

from views import address, chrome, explore, map, share, sources  # noqa: A004 - a page is called what it shows
from views.text import words

PAGES = (
    (map, "map", ":material/map:"),
    (explore, "explore", ":material/bar_chart:"),
    (share, "share", ":material/ios_share:"),
    (sources, "sources", ":material/menu_book:"),
)

address.adopt()
say = words(address.view().lang)
st.set_page_config(
    page_title=say.raw("app.name"), page_icon=chrome.ICON, layout="wide", menu_items={"About": say("app.about")}
)
page = st.navigation(
    [
        st.Page(
            partial(chrome.draw, room.show), title=say.raw(f"nav.{path}"), icon=icon, url_path=path, default=room is map
        )
        for room, path, icon in PAGES
    ],
    position="top",
)
address.arrive(page.url_path)
page.run()
