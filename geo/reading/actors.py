"""Who acts: persons in office and bodies, under one spelling in both languages.

Names of ``geo/data/people.toml`` are found by an automaton; other office holders by the office that stands before
or after their name. An English surname alone, and "he" or "she", mean the last person named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from geo.reading.spans import Spans
from geo.reading.wordlists import Words, table, words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """One person or body as it stands in a text, `[start, end)`, and its canonical name."""

    start: int
    end: int
    name: str
    kind: Literal["person", "body"]


def is_known(name: str) -> bool:
    """Whether a canonical name is that of a person or body of the list of office holders."""
    return name.lower() in _known()[1]


_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪"
    "舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘缪干解应宗丁宣邓郁单洪包诸左石崔"
    "吉龚程邢裴陆荣翁荀惠甄曲封储靳段富巫乌焦巴弓牧山谷车侯全班仰秋仲伊宫宁仇栾厉祖武符刘景詹束龙叶幸司印怀蒲索籍赖卓屠蒙池乔阴"
    "胥苍闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍桑桂牛寿通边扈燕冀浦尚农温庄晏柴瞿阎慕连茹习艾鱼容向古易慎戈廖居衡步都耿满弘匡国文寇广东"
    "欧殳沃利蔚越师巩聂晁勾敖融冷辛那简饶曾沙养鞠丰关查游盖益桓公闫肖付代付税"
)
_AFTER_NAME = (
    r"(?=[、，。；：（(\s\d]|今|昨|在|出席|主持|表示|强调|指出|说|介绍|率|会见|来到|考察|调研|宣布|致辞|参加|赴"
    r"|同|与|和|作|要求|透露|日前|近日|先后|陪同|等|分别)"
)


@cache
def _known() -> tuple[Words, dict[str, Actor]]:
    people, bodies = table("people")["people"], table("people")["bodies"]
    names: dict[str, Actor] = {}
    for chinese, english in people.items():
        for name in (chinese, english):
            names[name.lower()] = Actor(start=0, end=0, name=english, kind="person")
    for canonical, spellings in bodies.items():
        for spelling in spellings:
            names[spelling.lower()] = Actor(start=0, end=0, name=canonical, kind="body")
    return Words(names), names


@cache
def _office_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    zh = "|".join(sorted(map(re.escape, words_of("people", "offices", "zh")), key=len, reverse=True))
    titles = words_of("people", "offices", "en")
    en = "|".join(sorted(map(re.escape, titles), key=len, reverse=True))
    name = r"[A-Z][a-z'’-]+(?: [A-Z][a-z'’-]+){1,2}"
    chinese = re.compile(rf"(?:{zh})(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?){_AFTER_NAME}")
    before = re.compile(rf"\b(?:{en}) (?P<name>{name})")
    roles = "|".join(sorted({title.split()[-1].lower() for title in titles}))
    after = re.compile(rf"\b(?P<name>{name}), (?:also |an? |the )?(?:[a-z-]+ ){{0,3}}(?:{roles}|head)\b")
    return chinese, before, after


_WORD = re.compile(r"\b[A-Z][a-z]+\b|\b[Hh]e\b|\b[Ss]he\b")


@lru_cache(maxsize=4)  # each stage asks for the same text
def find(text: str) -> tuple[Actor, ...]:
    """Return the persons and bodies that a text names, in its order, without overlaps.

    >>> [actor.name for actor in find("李强主持会议。Premier Li Qiang said so. He left. Li stayed.")]
    ['Li Qiang', 'Li Qiang', 'Li Qiang', 'Li Qiang']
    """
    listed = list(_listed(text))
    taken = Spans(listed)
    others = [actor for actor in _by_office(text) if not taken.within(actor.start - 12, actor.end)]
    named = _without_overlaps([*listed, *others])
    if not text.isascii() and not _WORD.search(text):
        return tuple(named)
    return tuple(_without_overlaps([*named, *_again(text, named)]))


def kind_of(named: Sequence[Actor], name: str) -> str:
    """Return whether a name is that of a person or a body among some actors; an empty text when it is none of them."""
    return next((actor.kind for actor in named if actor.name == name), "")


def _listed(text: str) -> Iterator[Actor]:
    matcher, names = _known()
    for start, end, entry in matcher.find(text):
        if entry.isascii() and end < len(text) and text[end].isalpha() and text[end].isascii():
            continue
        known = names[entry]
        if known.kind == "body" and _of_another_state(text, start, end):
            continue
        if known.kind == "person" and _DOCTRINE.match(text, end):
            continue
        if _BY_WHOM.search(text, max(0, start - _SHORT_WORD), start) or _OF_WHOM.match(text, end):
            continue
        yield Actor(start=start, end=end, name=known.name, kind=known.kind)


# A doctrine or an instruction named after its author acts by itself.
_DOCTRINE = re.compile(r"新时代|[\u4e00-\u9fff]{0,6}思想|总书记(?:重要|关于|的重要)|主席(?:重要|关于)| Thought\b")


# Who is named as the source of a plan or a request, or as the author of what is invoked, does not act here.
_SHORT_WORD = 6
_BY_WHOM = re.compile(r"(?:按照|根据|贯彻|落实|学习|领会|遵照|围绕|受|应)$")
_OF_WHOM = re.compile(r"(?:的)?(?:决策部署|大政方针|部署要求)|(?:提出|作出|确定|赋予|擘画)的|部署(?=[^，。：；])")


# 外交部 and 国防部 stand alone at home; after the name of a state they are that state's.
_HOME_BEFORE = re.compile(r"(?:[^\u4e00-\u9fff]|中国|我国|国家|中央|国务院|[和与及由向的是据在对以被经请为])$|^$")


def _of_another_state(text: str, start: int, end: int) -> bool:
    return text[start:end].endswith("部") and not _HOME_BEFORE.search(text[max(0, start - 3) : start])


def _by_office(text: str) -> Iterator[Actor]:
    chinese, *english = _office_patterns()
    for office in (chinese, *english) if _WORD.search(text) else (chinese,):
        for match in office.finditer(text):
            name = match["name"]
            if not _NOT_NAMES.intersection(name.split()) and name not in _words_of_speech():
                yield Actor(start=match.start("name"), end=match.end("name"), name=name, kind="person")


@cache
def _words_of_speech() -> frozenset[str]:
    """Return the words that follow an office and only look like a name: 总书记|强调, 总书记|高度重视."""
    lists = (words_of("verbs", "zh", key) for key in ("saying", "straight", "imperative"))
    return frozenset(word for listed in lists for word in listed) | {"高度", "亲自", "多次"}


_NOT_NAMES = frozenset(
    (
        *("The", "Political", "Central", "State", "National", "General", "Standing", "Party", "Communist", "People"),
        *("Xi's", "On", "In", "At", "Last", "This", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"),
        *(
            "Sunday",
            "January",
            "February",
            "March",
            "April",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
        ),
        *("December", "When", "While", "After", "Earlier", "Meanwhile", "Speaking", "Also", "But", "And"),
    )
)


def _again(text: str, named: Sequence[Actor]) -> Iterator[Actor]:
    """Surnames alone and pronouns, once a person was named before them."""
    people = [actor for actor in named if actor.kind == "person" and actor.name.isascii()]
    if not people:
        return
    upcoming, last = iter([*people, None]), None
    following = next(upcoming)
    by_surname: dict[str, Actor] = {}
    for match in _WORD.finditer(text):
        while following is not None and following.end <= match.start():
            last = following
            for part in {following.name.split()[0], following.name.split()[-1]}:
                by_surname[part] = following
            following = next(upcoming)
        if following is not None and following.start <= match.start():
            continue
        word = match.group()
        person = last if word.lower() in ("he", "she") else by_surname.get(word)
        if person is not None:
            last = person
            yield Actor(start=match.start(), end=match.end(), name=person.name, kind="person")


def _without_overlaps(actors: Sequence[Actor]) -> list[Actor]:
    kept: list[Actor] = []
    for actor in sorted(actors, key=lambda actor: (actor.start, -actor.end)):
        if not kept or actor.start >= kept[-1].end:
            kept.append(actor)
    return kept
