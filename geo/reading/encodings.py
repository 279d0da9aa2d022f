"""Bytes to text, for every encoding that a Chinese desktop produces, by evidence and never by locale."""

from __future__ import annotations

from geo.encodings import by_mark, by_zero_bytes
from geo.errors import DocumentError

_SAMPLE = 200_000
_CONTROL_SHARE = 0.02
_CANDIDATES = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be", "cp1252")
_LEAST_COMMON = 0.15
# The commonest characters of running Chinese text, in both scripts, and its punctuation.
_COMMON = frozenset(
    "，。、；：？！“”「」《》（）的一是不了在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於着著下自之年"
    "过過发發后後作里裡用道行所然家种種事成方多经經么麼去法学學如都同现現当當没沒动動面起看定天分还還进進好小部其些主样樣理心她本前开開但因只从從想实實"
    "日军軍者意无無力它与與长長把机機十民第公此已工使情明性知全三又关關点點正业業外将將两兩高间間由问問很最重并並物手应應战戰向头頭文体體政美相见見被利"
    "什二等产產新己制身果加西斯月话話合回特代内內信表化老给給世位次度门門任常先海通教儿兒原东東声聲提立及比员員解水名真论論处處走义義各入几幾口认認条條"
    "平系气氣题題活尔爾更别別打女变變四神总總何电電数數安少报報才结結反受目太量再感建务務做接必场場件计計管期市直德资資命山金指克许許统統区區保至队隊形社"
    "便空决決治展马馬科司五基眼书書非则則听聽白却卻界达達光放强強即像难難且权權思王象完设設式色路记記南品住告类類求据據程北边邊死张張该該交规規万萬取拉格"
    "望觉覺术術领領共确確传傳师師观觀清今切院让讓识識候带帶导導争爭运運"
)
_WESTERN_MARKS = frozenset("’‘–—…é£€°·áíóúñüöäçèàâêôîûëïß")


def decode(data: bytes, source: str) -> str:
    """Return the text of `data`; `source` names it in errors.

    A byte order mark decides; then zero bytes (UTF-16 without a mark); then strict UTF-8; then GB18030, Big5, UTF-16 or
    Windows-1252, whichever yields more of the commonest characters.

    Raises
    ------
    DocumentError
        When `data` is empty, is not text, or mixes encodings.
    """
    if not data.strip():
        raise DocumentError(f"{source}: the file is empty")
    encoding = by_mark(data) or by_zero_bytes(data)
    text = _strictly(data, encoding, source) if encoding else _by_trial(data, source)
    sample = text[:_SAMPLE]
    odd = sum(1 for letter in sample if letter < " " and letter not in "\t\n\r\f") + sample.count("\ufffd")
    if odd > _CONTROL_SHARE * len(sample):
        raise DocumentError(f"{source}: this is not a text file; give text, HTML, Markdown, JSON Lines or CSV")
    if not text.strip():
        raise DocumentError(f"{source}: the file holds only white space")
    return text


def _strictly(data: bytes, encoding: str, source: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"{source}: begins as {encoding} but breaks at byte {error.start}; save it as UTF-8"
        ) from error


def _by_trial(data: bytes, source: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        bad = error.start
    if _is_utf8_before(data, bad):
        raise DocumentError(f"{source}: UTF-8 up to byte {bad}, then another encoding; save it whole as UTF-8")
    texts = [text for encoding in _CANDIDATES if (text := _or_none(data, encoding)) is not None]
    best = max(texts, key=_commonness, default="")
    if not best or _commonness(best) < _LEAST_COMMON:
        raise DocumentError(
            f"{source}: byte {bad} is in no encoding known here: not text, or several encodings mixed; save it as UTF-8"
        )
    return best


def _or_none(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_utf8_before(data: bytes, bad: int) -> bool:
    """Whether the bytes before `bad` hold enough UTF-8 Chinese that it cannot be chance."""
    head = data[:bad].decode("utf-8", errors="ignore")
    return sum(1 for letter in head if letter in _COMMON) >= 3


def _commonness(text: str) -> float:
    sample = text[:_SAMPLE]
    wide = [letter for letter in sample if letter > "\x7f"]
    return sum(letter in _COMMON or letter in _WESTERN_MARKS for letter in wide) / max(1, len(wide))
