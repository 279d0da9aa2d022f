"""Whether a Chinese sentence says what is to be done: who speaks goes on speaking until the paragraph ends.

A demand is an obligation (要, 必须), a demanding verb (要求), or a verb without a subject that goes on with one. The
words are in ``geo/data/verbs.toml``.
"""

from __future__ import annotations

import re
from functools import cache

from geo.reading import issuers
from geo.reading.demands import Demand, layman, words_zh
from geo.reading.wordlists import any_of, words_of


@cache
def _attribution() -> re.Pattern[str]:
    saying = "|".join(map(re.escape, sorted(words_of("verbs", "zh", "saying"), key=len, reverse=True)))
    heads = "|".join(words_of("verbs", "zh", "list_heads"))
    said = rf"(?<![策排项略体])(?:{saying})(?:说|道|指出)?(?:[，,：:]|(?=要(?!求)|“))"
    straight = "|".join(map(re.escape, words_of("verbs", "zh", "straight")))
    said = rf"{said}|(?:强调|要求)(?=(?:{straight}))"
    return re.compile(rf"{said}|(?:{heads})[^，。；：]{{0,4}}[：:](?=[一1（])")


# 按照…要求: the requirement is a measure of what was done.
_BY_REQUIREMENT = re.compile(
    r"(?:按照|按|根据|依照|遵照|达到|符合|落实|贯彻|执行)[^，。；]{0,24}(?:要求|部署|决定|指示|批示|规定)$|(?:发出|响应)[^，。；]{0,24}号召$"
)
# What was said again and again is told of, not demanded now.
_SAID_OFTEN = re.compile(r"(?:多次|反复|一再)[^。；]{0,24}?(?:发表|作出|强调|指出|要求)")


_NO_NOUN = r"(?![，。、；的和》”小与是之并])"  # behind a verb that is none: 要求是, 希望的


@cache
def _zh_demand() -> re.Pattern[str]:
    verbs = "|".join(map(re.escape, sorted(words_of("verbs", "zh", "demand"), key=len, reverse=True)))
    return re.compile(
        rf"(?<![的总新高些本项》充满作切])(?:{verbs}){_NO_NOUN}"
        r"|(?<=[他她记理席])鼓励(?![了和的，。])"
    )


# 要 after these begins a demand even in mid-clause; after other characters it must not end a longer word.
_OBLIGED = re.compile(r"要(?![求素点闻塞害么是约道件领义旨职员价冲津])")
_IMPERATIVES_LENGTH = 4


@cache
def _imperatives() -> frozenset[str]:
    return frozenset(words_of("verbs", "zh", "imperative"))


def attribution(text: str) -> int | None:
    """Return where the speech begins after ``他强调，`` and the like, or None.

    >>> attribution("他强调，要绿化荒山。")
    4
    """
    for match in _attribution().finditer(text, 0, 160):
        if not _BY_REQUIREMENT.search(text, 0, match.end() - 1):
            return match.end()
    return None


_PROVISION = re.compile(r"^(?:《[^》]{2,40}》)?(?:还|并|同时|进一步)?(?:规定|明确|提出|要求|强调)(?![，。、：的了])")


def provision(text: str) -> int | None:
    """Return where a sentence that reports a provision of a policy begins to say it (规定 …, 《条例》明确 …), or None.

    >>> provision("规定企业应当建立台账。")
    2
    """
    match = _PROVISION.match(text)
    return match.end() if match else None


# What a document named before it requires is required, whatever its words: 《规定》要求，一地最多设一处.
_PROVIDED = re.compile(r"^《[^》]{2,40}》(?:还|并|同时|明确)?(要求|规定)[，,：:]")


# A body issues something and what it provides is told in the same sentence: 某部日前发布…措施，明确自12月15日起取消….
_ISSUED = re.compile(
    r"(?:印发|出台|发布(?!会)|公布|下发|联合发文|部署开展|部署推进|启动(?=[^。，]{2,20}行动))(?:(?!名单|清单|[^。]{0,4}展商)[^。]){0,110}，(?:其中)?(提出|明确(?!了?目标)|要求|包括|规定|部署|围绕)(?![了的])(?=[^。]{6})"
    r"|(?:印发|出台|下发|发布通知|公布(?![^。，]{0,6}(?:财报|年报|季报|业绩)))[^。]{0,60}?，(?:其中|今年|明年|今后|未来)?"
    r"(将(?=[^，。；]{2,30}(?:扩大到|提高到|延长至|调整为|纳入)|组织|优先|重点|进一步|加快|加大|加强|开展|实施|支持|推动|推进|建立|完善|从))"
)


_LISTS, _LIST_REACH = re.compile(r"名单|清单"), 30  # what was published lists, and asks nothing
_NOW = re.compile(r"日前|近日|今天|今日|昨天|昨日|\d日|最新|印发")


# What comes next is asked in nobody's name; who is sent to help asks on the spot.
_NEXT_STEP = re.compile(r"(?:下一步|接下来|下一阶段)，?(要)(?![求素])")
_TEAM_ASKS = re.compile(r"(?:工作组|指挥部|防总|督导组|检查组|督查组)[^。]{0,60}?(?<![的按])(要求)" + _NO_NOUN)


# An office, known or not, asks all of a kind: 某储备局要求各地…, 某安委会近日部署各地区….
_OFFICE_ASKS = re.compile(
    r"[\u4e00-\u9fff]{2,14}(?:局|部|委|署|厅|委员会|安委会|政府|指挥部|等部门)(?:近日|日前|今天|昨天|联合|还|也){0,2}(要求|部署)"
    r"(?=各[地级有相省部单]|全[国省市]|有关|相关)"
)


# Who foresees storms says what is to be done there: 预测…有暴雨，相关地区须严防….
_WARNED = re.compile(
    r"(?:预测|预计|预报|提醒|提示|研判)[^。]{0,80}?[，；](?:各地|相关|有关|上述|当地)[^，。；]{0,8}?(须|需要?(?!求)|要(?!求)|应|务必)"
)


# A paragraph of a policy that begins with what must be done, be it after when or whereby: 新征程上，必须….
_OBLIGES = re.compile(
    r"^(?:[^，。；：]{2,12}，)?(?:(?:全党|全国|[\u4e00-\u9fff]{0,4}各级|各地|各族|两岸|广大|我们)[^，。；：]{0,8}?)?(?:必须|要(?![求素点])|应当|应(?![急用对变答邀约]))"
)


def obliges(text: str) -> bool:
    """Whether a paragraph begins with an obligation.

    >>> obliges("新征程上，必须绿化荒山。"), obliges("目标是绿化荒山。")
    (True, False)
    """
    return _OBLIGES.match(text) is not None


# A provision of a policy in a list: 一是…, 要….
_LISTED = re.compile(
    r"^(?:《[^》]{2,40}》[^，。；]{0,16}，)?(?:我国将(?!于)|[一二三四五六七八九十]{1,2}是|要(?![求素点])|必须)"
)


def is_listed(text: str) -> bool:
    """Whether a sentence of a reported policy is one of its provisions by its form.

    >>> is_listed("二是绿化荒山。"), is_listed("荒山是绿的。")
    (True, False)
    """
    return _LISTED.match(text) is not None


# A document of government itself: its title says of what kind it is; its parts are numbered, or it is signed.
_TITLE = re.compile(r"[^\n。]{0,40}关于[^\n。]{2,60}的?(?:意见|通知|决定|措施|方案|规划|计划)\s*\n")
_NUMBERED = re.compile(r"^\s*(?:一、|（一）|\(一\))", re.MULTILINE)


def is_formal(text: str) -> bool:
    r"""Whether a text is itself an opinion, notice or plan of government: then every verb without a subject demands.

    >>> is_formal("某省人民政府关于种树的意见\n各市人民政府：\n一、总体要求\n扩大绿地。")
    True
    """
    return _TITLE.match(text) is not None and (_NUMBERED.search(text) is not None or issuers.is_signed(text))


def chinese(text: str, *, spoken: bool, chained: bool = False, subject: bool = False) -> Demand | None:
    """Return the demand of a Chinese sentence, or None.

    Parameters
    ----------
    text
        The sentence.
    spoken
        Whether somebody in office is speaking: in this sentence or before it in the paragraph.
    chained
        Whether the sentence before it in the paragraph was a demand: a verb without a subject then goes on with it.
    subject
        Whether the sentence names a person or body in office: its demanding verb then needs no speech around it.

    >>> chinese("要绿化荒山。", spoken=True).reason
    "an obligation: '要'"
    >>> chinese("荒山重要。", spoken=True) is None
    True
    >>> chinese("《规定》要求，一地最多设一处。", spoken=False).reason
    "a document provides it: '要求'"
    """
    if _SAID_OFTEN.search(text):
        return None
    begin = (attribution(text) or 0) if spoken else 0
    demand = _zh_demand().search(text)
    if demand is not None and _BY_REQUIREMENT.search(text, 0, demand.end()):
        demand = None
    begins = demand is not None and demand.start() == 0 and demand.group() in words_of("verbs", "zh", "called")
    if demand is not None and (spoken or begins or (subject and not layman(text, "zh"))):
        return Demand(
            start=demand.start(),
            end=demand.end(),
            body=demand.end(),
            reason=f"a demanding verb: {demand.group()!r}",
            strong=True,
        )
    warned = _WARNED.search(text)
    if warned is not None:
        why = f"a warning tells a place what to do: {warned[1]!r}"
        return Demand(start=warned.start(1), end=warned.end(1), body=warned.start(), reason=why, strong=True)
    issued = _ISSUED.search(text)
    listed = issued is not None and _LISTS.search(text, max(0, issued.start() - _LIST_REACH), issued.start())
    if issued is not None and not listed and _NOW.search(text, 0, issued.end()) and not layman(text, "zh"):
        start, end = issued.span(1 if issued[1] else 2)
        why = f"what was issued provides it: {text[start:end]!r}"
        return Demand(start=start, end=end, body=end, reason=why, strong=True)
    next_step = _NEXT_STEP.match(text) or _TEAM_ASKS.search(text) or _OFFICE_ASKS.search(text)
    if next_step is not None and not _BY_REQUIREMENT.search(text, 0, next_step.end(1)):
        why = f"a demanding verb: {next_step[1]!r}"
        return Demand(start=next_step.start(1), end=next_step.end(1), body=next_step.end(1), reason=why, strong=True)
    provided = _PROVIDED.match(text)
    if provided is not None:
        why = f"a document provides it: {provided[1]!r}"
        return Demand(start=provided.start(1), end=provided.end(1), body=provided.end(), reason=why, strong=True)
    if not spoken:
        return None
    obligation = _obligation(text, begin)
    if obligation is not None:
        return Demand(
            start=obligation[0],
            end=obligation[1],
            body=begin,
            reason=f"an obligation: {text[slice(*obligation)]!r}",
            strong=True,
        )
    clause = _ORDINAL.sub("", text[begin:])
    if (chained or begin) and _imperative(clause) and not _zh_report(clause):
        return Demand(
            start=begin, end=begin, body=begin, reason="a verb without a subject goes on with the demand", strong=False
        )
    return None


@cache
def _not_modal() -> re.Pattern[str]:
    return any_of(words_of("verbs", "zh", "not_modal"))


def _obligation(text: str, begin: int) -> tuple[int, int] | None:
    blocked = [match.span() for match in _not_modal().finditer(text, begin)] if _MAYBE.search(text, begin) else []
    for match in _OBLIGED.finditer(text, begin):
        if not any(start <= match.start() < end for start, end in blocked):
            return match.span()
    for word in words_zh("modal").finditer(text, begin):
        within = any(start <= word.start() and word.end() <= end for start, end in blocked)
        if not within and not _part_of_word(text, word):
            return word.span()
    return None


_MAYBE = re.compile("[要不]")


_NAMED_SO = re.compile(r"[^，。；]{2,16}是")


def _part_of_word(text: str, match: re.Match[str]) -> bool:
    """应 and 须 stand in many words; 需要, 确保 and 力争 demand only where a clause begins."""
    word = match.group()
    before = text[match.start() - 1 : match.start()]
    after = text[match.end() : match.end() + 1]
    if word == "应":
        return before in "反适供响效相对呼顺感理因照策回" or after in "急用对变答邀约运付该当试有届"
    if word == "须":
        return before in "必胡络无触" or after == "知"
    if word in ("确保", "力争", "力求", "禁止", "杜绝", "不能", "亟需", "亟待"):
        named = _NAMED_SO.match(text, match.end()) is not None  # 确保粮食安全是头等大事
        return named or (before not in "，；：、“" and bool(before))
    return False


# 一是, 第二, （三） and quotation marks before a verb.
_ORDINAL = re.compile(
    r"^(?:《[^》]{2,40}》共?[分有][^，。；]{0,12}，)?(?:[\u4e00-\u9fff]{2,6}[上中]，|从[^，。；]{2,12}出发，)?"
    r"[“‘，、 ]*(?:第[一二三四五六七八九十]+|（[一二三四五六七八九十]+）)?[“‘一二三四五六七八九十是，、 ]*"
)


# What work is to be put into is asked for without any other verb: 在破解难题上下功夫.
_EFFORT = re.compile(
    r"在[^，。；]{2,40}[上中](?:下(?:更大|足|真)?功夫|做文章|求突破|求实效|见实效|出实招|持续发力|精准发力)"
)


def _imperative(clause: str) -> bool:
    if _EFFORT.match(clause):
        return True
    lengths = range(1, _IMPERATIVES_LENGTH + 1)
    return any(clause[:length] in _imperatives() and clause[length : length + 1] not in _DONE for length in lengths)


# A verb with one of these after it tells of what was done.
_DONE = frozenset("后了过")


_COPULA = re.compile(
    r"(?<!关键)(?<!重点)(?<!首先)(?<!特别)(?<!尤其)(?<!无论)(?<!不论)(?<![但凡就而若还也都正只像于或更总])是(?![否非])"
    r"|(?:根基|核心|基础|前提|方向|根本|出路|潜力|目的|优势|难点|底色|主体)就?在"
    r"|的(?:重要)?要求，是|具有(?:重要|重大|特殊|十分)|重要意义|有利于|有助于|增长(?:了|近|超|约|\d)|^以[^，。]{2,16}为核心的党中央"
)


def _zh_report(clause: str) -> bool:
    return _COPULA.search(clause) is not None or words_zh("report").search(clause) is not None
