"""The CPU time of each path as bars, for the README: SVG that is readable on light and dark pages."""

from html import escape
from math import log10
from pathlib import Path

LABEL, BAR, FIGURE, LINE, SHARE = 230, 420, 170, 22, 0.62
COLOURS = {"user": "#3b82c4", "system": "#9dc3e6"}
STYLE = "text{font:12px system-ui,sans-serif;fill:#777}"


def draw(rows: list[dict], path: Path) -> None:
    """On a scale of decades, since a refusal takes 80 us and a thousand events 15,000: user and system time share a
    bar's length as they share its time."""
    rows = [row for row in rows if row["cpu"] > 0]
    low, high = min(row["cpu"] for row in rows) / 2, max(row["cpu"] for row in rows)
    height = LINE * (len(rows) + 1)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LABEL + BAR + FIGURE} {height}" role="img" '
             f'aria-label="CPU time of each path"><style>{STYLE}</style>']
    for place, row in enumerate(rows):
        parts += _bar(row, place * LINE, _width(row["cpu"], low, high))
    parts.append(f'<text x="{LABEL}" y="{height - 6}">CPU of one event, logarithmic; dark: user, light: system</text></svg>')
    path.write_text("\n".join(parts) + "\n")


def _width(value: float, low: float, high: float) -> float:
    return BAR * (log10(value) - log10(low)) / (log10(high) - log10(low))


def _bar(row: dict, top: int, width: float) -> list[str]:
    user = width * row["user"] / row["cpu"]
    middle, thick = top + LINE * 0.7, LINE * SHARE
    name = row["path"] if row["program"] == "ours" else f"{row['path']} ({row['program']})"
    return [
        f'<text x="{LABEL - 8}" y="{middle:.0f}" text-anchor="end">{escape(name)}</text>',
        f'<rect x="{LABEL}" y="{top + 4}" width="{user:.1f}" height="{thick:.1f}" fill="{COLOURS["user"]}"/>',
        f'<rect x="{LABEL + user:.1f}" y="{top + 4}" width="{width - user:.1f}" height="{thick:.1f}" '
        f'fill="{COLOURS["system"]}"/>',
        f'<text x="{LABEL + width + 6:.1f}" y="{middle:.0f}">{row["cpu"]:,.0f} us</text>']
