"""Directive Atlas in the browser: ``streamlit run app.py``."""

from functools import partial

import streamlit as st

from views import address, chrome, settled, start
from views.text import words

# How a page is framed, the module that draws it, its path in the address, its icon.
PAGES = (
    (chrome.draw, "map", "map", ":material/map:"),
    (chrome.draw_desk, "read", "read", ":material/article:"),
    (chrome.draw_desk, "review", "review", ":material/fact_check:"),
    (chrome.draw_desk, "grid", "table", ":material/table:"),
    (chrome.draw, "explore", "explore", ":material/bar_chart:"),
    (chrome.draw, "share", "share", ":material/ios_share:"),
    (chrome.draw, "sources", "sources", ":material/menu_book:"),
)


def main() -> None:
    """Draw the page that the address names: this is what runs for every session, again and again."""
    address.adopt()
    say = words(address.view().lang)
    st.set_page_config(
        page_title=say.raw("app.name"), page_icon=chrome.ICON, layout="wide", menu_items={"About": say("app.about")}
    )
    page = st.navigation(
        [
            st.Page(partial(draw, room), title=say.raw(f"nav.{path}"), icon=icon, url_path=path, default=room == "map")
            for draw, room, path, icon in PAGES
        ],
        position="top",
    )
    address.arrive(page.url_path)
    page.run()
    settled.after(page.url_path, address.table())


if __name__ == "__main__":
    main()
else:
    # the server looks here when it starts, once
    app = st.App(__file__, lifespan=start.lifespan)
