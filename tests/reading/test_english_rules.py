"""The rules of English that decide what a demand is about, whom an article's demands concern, and what no place is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import reading
from geo.reading import abroad, capitals, demanded, demands, documents, mentions, sentences, themes
from geo.reading.patterns import load
from geo.reading.wordlists import table, words_of
from geo.records import Document

PUBLISHED = date(2024, 7, 12)  # a Friday


def read(text: str) -> reading.Reading:
    return reading.read(documents.document(text, id="d", published=PUBLISHED))


def asked(text: str) -> list[str]:
    result = read(text)
    return [result.document.text[directive.start : directive.end] for directive in result.directives]


def tells(text: str) -> list[tuple[str, bool]]:
    """Each name of Beijing in a text, and whether it stands for the government."""
    document = Document(id="d", text=text, lang="en")
    found = mentions.find(document, sentences.split(document))
    return [(mention.code or "", mention.metonym) for mention in found if mention.text == "Beijing"]


# What a demand is about


@pytest.mark.parametrize(
    ("words", "left"),
    [
        (" county governments and relevant departments must clear the drains, the mayor said.", "clear the drains"),
        (" officials at all levels to listen to villagers.", "listen to villagers."),
        ("Old wells should be repaired, he added.", "Old wells should be repaired"),
        ("The dunes should be fixed, he said, urging efforts to plant reeds.", None),
        (
            "implement the decisions and plans of the session, and build a line of trees along the desert's edge",
            "build ",
        ),
        ("study the guiding principles of the congress", None),
    ],
)
def test_doers_sources_and_invocations_are_left_out(words: str, left: str | None) -> None:
    matter = demanded.matter(words)
    assert matter == words.strip() if left is None else matter.startswith(left)


@given(st.text(alphabet="ab ,.;saidthtoyumgovernmentofficials", max_size=200))
@settings(max_examples=60, deadline=None)
def test_what_is_left_is_part_of_the_demand(text: str) -> None:
    assert demanded.matter(text) in text


def test_a_long_sentence_is_cut_as_fast_as_a_short_one() -> None:
    assert demanded.matter("said the officials and " * 20_000).startswith("said")


def test_the_clause_of_an_obligation_keeps_its_lists_and_drops_its_circumstances() -> None:
    text = "Noting the late frost, Li said orchards, barns and wells must be seen to."
    demand = demands.english(text)
    assert demand is not None
    assert text[demand.body :].strip() == "orchards, barns and wells must be seen to."


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        # Of several things asked the first counts most, however many words the others have.
        ("protect wetlands, build roads, schools and hospitals, and create jobs", "ecology"),
        ("boost border trade, improve education and widen bridges", "opening_up"),
        # What a whole demand comes to counts wherever it stands.
        ("free up its strength, take a sober approach and write its own chapter", "regional_coordination"),
        ("drop empty talk about rural roads during the education campaign", "party_building"),
        # A region's name says nothing; that it is developed does.
        ("a new stage in the development of @area", "regional_coordination"),
        ("speed up work on @corridor", "infrastructure"),
        ("take a bigger part in @silk", "opening_up"),
        ("improve governance in @area", "governance"),
        # Words that hold a theme's word and say nothing of it.
        ("blaze a trail for elderly care", "livelihood"),
        ("pool their resources for the wheat harvest", "agriculture"),
    ],
)
def test_themes_of_demands_with_many_parts(text: str, theme: str) -> None:
    assert themes.classify(text).name == theme


def test_what_was_visited_lends_its_theme_to_what_was_said_there() -> None:
    text = "Premier tours Hunan\nVisiting a wheat field in Hunan on Thursday, Premier Li Qiang called for efforts."
    assert [directive.theme for directive in read(text).directives] == ["agriculture"]


@pytest.mark.parametrize("name", ["themes"])
def test_no_word_of_the_lexicon_stands_twice(name: str) -> None:
    words = [word.lower() for weights in table(name).values() for listed in weights.values() for word in listed]
    assert len(words) == len(set(words))
    for weights in table(name).values():
        assert all(listed == sorted(listed) for listed in weights.values())


@pytest.mark.parametrize("key", ["bodies", "doctrine", "authority", "intender", "intends", "diplomacy_weak"])
def test_no_word_of_the_demands_stands_twice(key: str) -> None:
    words = words_of("verbs", "en", key)
    assert len(words) == len(set(words))


# What is a demand


@pytest.mark.parametrize(
    "text",
    [
        "The premier expressed hope that the firm would train more welders.",
        "The meeting decided to shorten the queues.",
        "He stressed the steady development of inland ports.",
        "He required full, strict use of the new rules.",
    ],
)
def test_hopes_decisions_and_matters_are_demands(text: str) -> None:
    assert demands.english(text) is not None


def test_thousands_who_have_to_move_are_asked_nothing() -> None:
    assert demands.english("Thousands of families have to fetch water from the river.") is None


def test_what_authorities_say_they_will_do_is_a_plan() -> None:
    text = "Hunan to plant trees\nThe province will plant more trees, the provincial government said on Thursday."
    assert len(asked(text)) == 1
    assert asked("Fair opens\nThe fair will draw many guests, a singer said on Thursday.") == []


def test_all_parties_are_other_states_only_beside_one() -> None:
    home = "Premier tours Hunan\nPremier Li Qiang toured Hunan on Thursday. He urged all parties to share their seeds."
    assert len(asked(home)) == 1
    assert abroad.diplomatic("He urged all parties to share their seeds.", "en")
    assert not abroad.diplomatic("He urged all parties to share their seeds.", "en", abroad=False)


def test_a_partner_abroad_leaves_a_demand_at_home() -> None:
    text = (
        "Guangxi to open wider\nThe State Council issued a plan for Guangxi on Thursday. Guangxi should build piers."
        " Efforts should be made to build a market for Guangxi. Efforts should be made to build a bridge with Vietnam."
    )
    assert asked(text)[-1].endswith("bridge with Vietnam.")


# What an article's demands are about


def test_a_place_that_most_demands_name_is_what_they_are_about() -> None:
    text = "Premier Li Qiang on Thursday called for efforts to further promote the revitalization of the northeast."
    assert read(f"BEIJING, July 11 (Xinhua) -- {text}").main_targets == ("northeast",)


def test_many_places_named_once_each_are_the_nations_plan() -> None:
    text = (
        "The State Council issued a plan on Thursday. Hunan should plant rice. Yunnan should plant tea."
        " Gansu should plant reeds. Hainan should plant palms. More should be done for seeds."
    )
    assert read(text).main_targets == ("national",)


def test_a_visit_to_a_body_in_the_capital_is_the_nations_business() -> None:
    said = "Vice Premier Liu Guozhong visited an institute in Beijing on Thursday. He called for better seeds."
    assert read(said).main_targets == ("national",)
    tour = "Vice Premier Liu Guozhong made an inspection tour in Beijing on Thursday. He called for better drains."
    assert read(tour).main_targets == ("110000",)


# Tours


def test_a_tour_of_two_provinces_told_twice_is_kept() -> None:
    tour = "an investigation and research tour in Hunan Province and Hubei Province from Tuesday to Thursday"
    text = f"Premier visits farms\nLi Qiang made {tour}. Premier Li Qiang made the remarks during {tour}."
    found = {(event.place, event.span.texts) for event in read(text).events if event.span}
    assert found == {("430000", ("2024-07-09", "2024-07-11")), ("420000", ("2024-07-09", "2024-07-11"))}


# What is no place


@pytest.mark.parametrize(
    "text",
    [
        "Japan did nothing that could displease Beijing.",
        "Laos moved closer to Beijing.",
        "Under pressure from Beijing, a Dutch firm withdrew.",
        "On Friday, Beijing struck a softer note towards Canada.",
        "Norway gave in to Beijing's demand.",
        "France bargains hard with Beijing.",
        "Chile is an ally of Beijing.",
        "Regarding beef, Beijing placed duties on goods from Brazil.",
    ],
)
def test_in_news_of_states_a_capital_is_a_government_unless_something_makes_it_a_place(text: str) -> None:
    assert tells(text) == [("", True)]


@pytest.mark.parametrize(
    "text",
    [
        "The Dutch team took a train to Beijing.",
        "The French guests came back from Beijing.",
        "A map of the streets of Beijing was sold in France.",
        "Beijing hotels welcomed guests from Japan.",
        "Beijing, July 12, 2024: A French choir sang.",
        "He is a Beijing-based cook from Italy.",
    ],
)
def test_journeys_parts_and_nouns_of_a_city_make_it_a_place(text: str) -> None:
    assert tells(text) == [("110000", False)]


def test_no_metonym_word_stands_twice() -> None:
    lists = load("metonyms.toml")["en"]
    for key in ("city_nouns", "moves", "parts", "city_deeds", "before", "owns"):
        assert len(lists[key]) == len(set(lists[key])), key
    assert capitals.stands_for_government.__doc__


@pytest.mark.parametrize(
    "text",
    [
        "Sunrise (Shenzhen) Company makes lamps.",
        "The Shenzhen (Harbin) Industrial Park is new.",
        "The Jilin-1 satellites orbit.",
        "A Shandong-class ship sails.",
        "The Shanghai-Nanjing rapid transit railway runs.",
        "Guangzhou City beat Tianjin Tigers by two goals.\nThe striker scored late.\nA draw for the champions.",
    ],
)
def test_branches_and_teams_are_no_places(text: str) -> None:
    document = Document(id="d", text=text, lang="en")
    found = mentions.find(document, sentences.split(document))
    assert found
    assert all(mention.embedded for mention in found)


def test_a_name_settled_with_its_parent_keeps_its_meaning() -> None:
    text = "A pier for Pingxiang, Guangxi\nPingxiang should widen its road."
    document = Document(id="d", text=text, lang="en")
    codes = [one.code for one in mentions.find(document, sentences.split(document)) if one.text == "Pingxiang"]
    assert codes == ["451481", "451481"]
    both = Document(id="d", text=f"{text} Jiangxi agrees.", lang="en")
    codes = [one.code for one in mentions.find(both, sentences.split(both)) if one.text == "Pingxiang"]
    assert codes == ["451481", "360300"]
