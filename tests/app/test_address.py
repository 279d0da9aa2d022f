"""The address: short enough for every program, and the same view on both ends."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from hypothesis import given, settings
from hypothesis import strategies as st

from geo.records import THEMES
from geo.timeline.view import View
from views.address import LONGEST, fit

TEXT = st.text(max_size=200)
VIEWS = st.builds(
    View,
    themes=st.lists(st.sampled_from(THEMES), unique=True).map(lambda some: tuple(t for t in THEMES if t in some)),
    actor=TEXT,
    q=TEXT,
    place=TEXT,
    fact=TEXT,
    source=TEXT,
    lang=st.sampled_from(["en", "zh"]),
    from_day=st.dates().map(str),
)


@settings(max_examples=60, deadline=None)
@given(VIEWS)
def test_an_address_is_never_too_long_and_what_fits_is_kept(view: View) -> None:
    query = view.to_query()
    short = fit(query)
    assert len(urlencode(short)) <= LONGEST
    assert short.items() <= query.items()
    assert short == query or len(urlencode(query)) > LONGEST


@given(st.sampled_from(THEMES), st.sampled_from(["九龙坡 & 社区", "a=b&c", "100%", "+"]))
def test_a_link_brings_the_view_back(theme: str, q: str) -> None:
    view = View(themes=(theme,), q=q, lang="zh", place="500107")
    assert View.from_query(dict(parse_qsl(urlencode(fit(view.to_query()))))) == view
