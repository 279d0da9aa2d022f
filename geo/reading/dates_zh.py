"""Chinese date expressions: the patterns, and what each of them means."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from geo.reading import date_math as cal
from geo.reading.date_rules import Anchor, Found, Kind, Pattern, Rule, number
from geo.records import DateSpan

SPOKEN: Final = ("今", "昨", "前天", "明", "后天")  # how the reasons of days begin that a speaker may name, too
SAME_DAY: Final = "the day told before"  # what `dates.find` resolves once it knows the date before

_NUM = r"[0-9０-９〇零○一二三四五六七八九十廿卅]"
_YEAR = r"(?:(?:19|20)\d\d|[一二][〇零○九][〇零○一二三四五六七八九]{2})"
_CLOCK = r"(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚间|晚上|晚|夜间|深夜)"
_TO = r"\s*(?:至|到|—{1,2}|－|–|-|~|～)\s*"
# 5日内, 3日游 and the like count days; they name none.
_NO_COUNT = r"(?![内游均程耗元均后前间起来]?(?:内|游|均))(?!龄)"
_FUTURE = re.compile(r"(?:将于|将在|拟于|定于|计划于|预计|截止到|截至|将从|自|将)[^。；，]{0,8}$")
_WEEKDAYS = "一二三四五六日天"


def _future(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 10) : match.start()]
    found = _FUTURE.search(before)
    return found is not None and found.group()[:2] not in ("截至", "自")


def _year_of(match: re.Match[str], anchor: Anchor) -> int | None:
    text = match["year"]
    if text:
        return number(text)
    words = match["lead"]
    if not words or anchor.day is None:
        return None
    return anchor.day.year + {"今": 0, "本": 0, "去": -1, "明": 1, "前": -2}.get(words[0], 0)


def _first_day(match: re.Match[str], last: date | None) -> date | None:
    """Return the start of a range whose end is known: in the month stated, else in the end's, before it."""
    day = number(match["day"])
    if match["month"]:
        return cal.month_day(number(match["month"]), day, last)
    return cal.day_of_month(day, last)


def _calendar_day(match: re.Match[str], anchor: Anchor) -> Found | None:
    """2024年4月22日 / 4月22日至24日 / 4月28日至5月2日 / 22日至24日 / 22日下午."""
    year, future = _year_of(match, anchor), _future(match)
    month = match["last_month"] or match["month"]
    ends_on = number(match["last"] or match["day"])
    if match["last"] and year is not None and match["month"]:
        span = _stated_range(match, year)
    else:
        last = _one_day(year, month, ends_on, anchor, future=future)
        span = cal.make_span(_first_day(match, last) if match["last"] else last, last)
    if span is None:
        return Found(span=None, kind="explicit", reason="no such day in the calendar") if year else None
    if match["year"]:
        return Found(span=span, kind="explicit", reason="day, month and year stated")
    kind: Kind = "partial" if month else "relative"
    missing = "year" if month else "month"
    return Found(span=span, kind=kind, reason=f"{missing} from the article's date {anchor.day}")


def _stated_range(match: re.Match[str], year: int) -> DateSpan | None:
    month = number(match["month"])
    last_month = number(match["last_month"]) if match["last_month"] else month
    last_year = number(match["last_year"]) if match["last_year"] else year + (last_month < month)
    first = cal.make_day(year, month, number(match["day"]))
    return cal.make_span(first, cal.make_day(last_year, last_month, number(match["last"])))


def _one_day(year: int | None, month: str | None, day: int, anchor: Anchor, *, future: bool) -> date | None:
    if month is None:
        return cal.day_of_month(day, anchor.day, future=future)
    if year is not None:
        return cal.make_day(year, number(month), day)
    return cal.month_day(number(month), day, anchor.day, future=future)


def _this_month_day(match: re.Match[str], anchor: Anchor) -> Found | None:
    """本月22日, 上月30日."""
    month = cal.months_before(anchor.day, {"本": 0, "这": 0, "上": 1, "下": -1}[match["lead"][0]])
    day = cal.make_day(month.first.year, month.first.month, number(match["day"])) if month else None
    span = cal.day_span(day)
    return Found(span=span, kind="relative", reason=f"month from the article's date {anchor.day}") if span else None


def _month(match: re.Match[str], anchor: Anchor) -> Found | None:
    """2024年3月, 今年4月, 3月份, 2024年1月至5月."""
    year, month = _year_of(match, anchor), number(match["month"])
    last = number(match["last_month"]) if match["last_month"] else None
    if year is None:
        if anchor.day is None:
            return None
        year = anchor.day.year - ((last or month) > anchor.day.month)
    span = cal.month_span(year, month, last)
    kind: Kind = "explicit" if match["year"] else "partial"
    return Found(span=span, kind=kind, reason="month stated") if span else None


def _year(match: re.Match[str], anchor: Anchor) -> Found | None:
    year = _year_of(match, anchor)
    if year is None:
        return None
    last = number(match["last_year"]) if match["last_year"] else None
    span = cal.year_span(year, last)
    kind: Kind = "explicit" if match["year"] else "relative"
    return Found(span=span, kind=kind, reason="year stated") if span else None


_RELATIVE_DAYS = {"今": 0, "昨": -1, "前": -2, "明": 1, "后": 2}


def _relative_day(match: re.Match[str], anchor: Anchor) -> Found | None:
    """今天, 昨晚, 今天（6月9日）: the date in brackets is trusted, a contradiction noted."""
    expected = cal.shift(anchor.day, _RELATIVE_DAYS[match["word"][0]])
    if not match["day"]:
        span = cal.day_span(expected)
        reason = f"{match['word']}, from the article's date {anchor.day}"
        return Found(span=span, kind="relative", reason=reason) if span else None
    month = number(match["month"]) if match["month"] else None
    day = number(match["day"])
    stated = cal.month_day(month, day, anchor.day) if month else cal.day_of_month(day, anchor.day)
    span = cal.day_span(stated)
    if span is None:
        return None
    notes = (
        (f"{match['word']} would be {expected}, the text states {stated}",) if expected not in (None, stated) else ()
    )
    return Found(span=span, kind="partial", reason=f"year from the article's date {anchor.day}", notes=notes)


def _weekday(match: re.Match[str], anchor: Anchor) -> Found | None:
    """周三 is the last one told; 上周三, 本周三, 下周三 count calendar weeks."""
    weeks = {"上": -1, "本": 0, "这": 0, "下": 1}.get((match["lead"] or " ")[0])
    day = cal.weekday(min(_WEEKDAYS.index(match["day"]), 6), anchor.day, weeks=weeks)
    span = cal.day_span(day)
    return Found(span=span, kind="relative", reason=f"weekday, from the article's date {anchor.day}") if span else None


def _weekday_and_day(match: re.Match[str], anchor: Anchor) -> Found | None:
    """星期四（23日）: the 23rd of this month, the one before or the one after, whichever is a Thursday."""
    wanted, day = min(_WEEKDAYS.index(match["word"]), 6), number(match["day"])
    months = [cal.day_of_month(day, anchor.day + timedelta(days=shift)) for shift in (0, 31)] if anchor.day else []
    fitting = [stated for stated in months if stated is not None and stated.weekday() == wanted]
    span = cal.day_span(fitting[0]) if fitting else None
    return Found(span=span, kind="partial", reason=f"weekday and day, from {anchor.day}") if span else None


def _period_year(match: re.Match[str], anchor: Anchor) -> int | None:
    year = _year_of(match, anchor)
    return year if year is not None or anchor.day is None else anchor.day.year


def _quarter(match: re.Match[str], anchor: Anchor) -> Found | None:
    year = _period_year(match, anchor)
    span = cal.quarter_span(year, number(match["number"])) if year is not None else None
    return Found(span=span, kind="period", reason="quarter of a year") if span else None


def _half(match: re.Match[str], anchor: Anchor) -> Found | None:
    year = _period_year(match, anchor)
    span = cal.half_span(year, 1 if match["half"] == "上" else 2) if year is not None else None
    return Found(span=span, kind="period", reason="half of a year") if span else None


def _first_months(match: re.Match[str], anchor: Anchor) -> Found | None:
    """前5个月: from January on."""
    year, last = _period_year(match, anchor), number(match["number"])
    if year is None or anchor.day is None:
        return None
    if not match["year"] and not match["lead"] and last > anchor.day.month:
        year -= 1
    span = cal.month_span(year, 1, last)
    return Found(span=span, kind="period", reason="first months of a year") if span else None


def _plan(match: re.Match[str], _: Anchor) -> Found | None:
    span = cal.plan_span(number(match["number"]))
    return Found(span=span, kind="period", reason="period of a five-year plan") if span else None


def _vague(_: re.Match[str], __: Anchor) -> Found:
    return Found(span=None, kind="vague", reason="no day named")


def _same_day(match: re.Match[str], _: Anchor) -> Found:
    following = match.group()[0] in "次翌"
    return Found(span=None, kind="relative", reason=f"{SAME_DAY}, {'next' if following else 'same'}")


_LEAD_YEAR = rf"(?:(?P<year>{_YEAR})年|(?P<lead>今年|本年|去年|明年|前年))"


def _rule(pattern: str, rule: Rule, *words: str) -> Pattern:
    return Pattern(regex=re.compile(pattern), rule=rule, words=words)


def _dateline(match: re.Match[str], anchor: Anchor) -> Found | None:
    """Read the day of 新华社长沙3月20日电, or 新华社长沙2024年3月20日电."""
    month, day = number(match["month"]), number(match["day"])
    year = match["year"]
    span = cal.day_span(cal.make_day(number(year), month, day) if year else cal.month_day(month, day, anchor.day))
    return Found(span=span, kind="dateline", reason="date of the dateline") if span else None


_DAY_NUMBER = rf"{_NUM}{{1,3}}"
_LAST_DAY = rf"(?:(?P<last_year>{_YEAR})年)?(?:(?P<last_month>{_DAY_NUMBER})月)?(?P<last>{_DAY_NUMBER})"
_BRACKETED = rf"[（(](?:(?P<month>{_DAY_NUMBER})月)?(?P<day>{_DAY_NUMBER})日[）)]"

RULES: tuple[Pattern, ...] = (
    _rule(
        rf"(?<=[社报网台])[\u4e00-\u9fff]{{2,8}}?(?:(?P<year>{_YEAR})年)?(?P<month>{_DAY_NUMBER})月(?P<day>{_DAY_NUMBER})日[电讯]",
        _dateline,
        "日电",
        "日讯",
    ),
    _rule(
        rf"(?<![\d.])(?:(?:{_LEAD_YEAR})?(?P<month>{_DAY_NUMBER})月)?(?P<day>{_DAY_NUMBER})日?"
        rf"(?:{_CLOCK}?(?:{_TO}|、){_LAST_DAY})?(?<!日)日{_NO_COUNT}{_CLOCK}?",
        _calendar_day,
        "日",
    ),
    _rule(
        rf"(?P<lead>本月|这个月|上个?月|下个?月)(?P<day>{_DAY_NUMBER})日{_CLOCK}?",
        _this_month_day,
        "月",
    ),
    _rule(
        rf"(?P<word>今天|今日|今晚|今晨|昨天|昨日|昨晚|前天|明天|明日|后天){_CLOCK}?(?:{_BRACKETED})?{_CLOCK}?",
        _relative_day,
    ),
    _rule(
        rf"(?<![\d.])(?:{_LEAD_YEAR})?(?P<month>{_DAY_NUMBER})月?(?:{_TO}(?P<last_month>{_DAY_NUMBER}))?(?<!月)月"
        rf"(?:份|底|初|中旬|上旬|下旬|末)?(?!{_DAY_NUMBER}日)",
        _month,
        "月",
    ),
    _rule(rf"(?:{_LEAD_YEAR})?第?(?P<number>[一二三四1-4])季度", _quarter, "季度"),
    _rule(rf"(?:{_LEAD_YEAR})?(?P<half>[上下])半年", _half, "半年"),
    _rule(rf"(?:{_LEAD_YEAR})?前(?P<number>{_DAY_NUMBER})个月", _first_months, "个月"),
    _rule(
        r"第?(?P<number>[十廿二][一二三四五六七八九]?)(?:个五年(?:规划|计划)|五(?=[”\"」]|时期|期间|规划|以来|末))"
        r"[”\"」]?(?:规划)?(?:时期|期间|以来)?",
        _plan,
        *(f"五{after}" for after in '”"」时期规以末年'),
    ),
    _rule(
        rf"(?<!\d)(?:{_LEAD_YEAR})(?:{_TO}(?P<last_year>{_YEAR})年)?(?!第?[一二三四1-4]季|[上下]半年|前{_NUM})",
        _year,
        "年",
    ),
    _rule(
        rf"(?:上个?|本|这|下个?)?(?:周|星期|礼拜)(?P<word>[一二三四五六日天])[（(](?P<day>{_DAY_NUMBER})日[)）]",
        _weekday_and_day,
        "周",
        "星期",
        "礼拜",
    ),
    _rule(
        r"(?P<lead>上个?|本|这|下个?)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])(?![年边围期岁末])",
        _weekday,
        "周",
        "星期",
        "礼拜",
    ),
    _rule(r"近日|日前|近期|不久前|连日来|这几天|前不久", _vague),
    _rule(r"当天|当日|当晚|次日|翌日|同一天", _same_day),
)
