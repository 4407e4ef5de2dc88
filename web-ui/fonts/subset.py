"""Makes the page's fonts from their sources: python subset.py FOLDER, where the variable TrueType files of Inter and Newsreader are.

Needs fonttools and brotli. Both fonts are under the SIL Open Font License, which lies beside the results.
"""
import io
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

LATIN = "U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+2013-2014,U+2018-201A,U+201C-201E,U+2022,U+2026,U+20AC,U+2190-2193,U+21B5,U+2212,U+22EF"
FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "tnum", "lnum", "pnum", "case"]
TARGET = Path(__file__).parent.parent / "src/main/resources/webroot/fonts"


def make(source: Path, axes: dict, name: str) -> None:
    whole = io.BytesIO()
    instancer.instantiateVariableFont(TTFont(source), axes).save(whole)
    whole.seek(0)
    options = subset.Options(flavor="woff2", layout_features=FEATURES, hinting=False)
    font = subset.load_font(whole, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(LATIN))
    subsetter.subset(font)
    subset.save_font(font, TARGET / name, options)


folder = Path(sys.argv[1])
make(folder / "Inter[opsz,wght].ttf", {"opsz": 14, "wght": (400, 650)}, "inter.woff2")
make(folder / "Newsreader[opsz,wght].ttf", {"opsz": 22, "wght": 420}, "newsreader.woff2")
make(folder / "Newsreader-Italic[opsz,wght].ttf", {"opsz": 18, "wght": 420}, "newsreader-italic.woff2")
