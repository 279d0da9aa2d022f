"""Articles of our own, in both languages, for the tests of whatever stands behind the reading."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from geo.reading import documents
from geo.records import Document

ZH = (
    "李强在湖南调研时强调 加快产业升级\n"
    "新华社长沙3月20日电 国务院总理李强3月18日至20日在湖南长沙、岳阳调研。"
    "他强调，要推动中部地区加快崛起，加强生态保护。\n"
    "20日，李强在长沙主持召开座谈会。会议指出，要支持湖南建设先进制造业高地。\n"
)
EN = (
    "Premier inspects Hunan\n"
    "CHANGSHA, March 20 (Xinhua) -- Premier Li Qiang inspected Changsha, Hunan Province, from March 18 to 20, 2024. "
    "He called on the central region to protect wetlands and rivers.\n"
    "On March 20, Li chaired a symposium in Changsha. He urged Hunan to build a base of advanced manufacturing.\n"
)
CHAOYANG = "朝阳区3月5日举行开工仪式。\n3月5日，某项目在朝阳区开工建设。\n"
ABROAD = "李强3月20日在巴黎会见法国总统。\n李强3月20日在法国巴黎出席会议。\n"
HOSTILE = (
    "</script><script>alert(1)</script> {{7*7}} ${x} \x1b[31mred\u202e =cmd()\n"
    "3月20日，李强在长沙<img src=x onerror=alert(1)>主持召开座谈会，要求湖南加强{{7*7}}生态保护\x1b[0m。\n"
)
DAY = date(2024, 3, 21)


def article(text: str, id_: str = "a", **more: object) -> Document:
    return documents.document(text, id=id_, published=DAY, **{"publisher": "Daily"} | more)  # type: ignore[arg-type]


def json_lines(path: Path, texts: dict[str, str]) -> Path:
    rows = [
        {"id": key, "publisher": "Daily", "published": "2024-03-21", "url": f"https://example.org/{key}", "text": text}
        for key, text in texts.items()
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path
