"""Plots as SVG: lines over logarithmic or linear axes, and groups of bars over a logarithmic one."""

import math
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 640, 400
LEFT, RIGHT, TOP, BOTTOM = 70, 150, 40, 50
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#888888", "#b2a100")


def colour(names: list[str], name: str) -> str:
    """A name that stands in several pictures has the same place in their lists, and so the same colour."""
    return COLOURS[names.index(name) % len(COLOURS)]


class Axis:
    """Values to positions between two ends of the picture."""

    def __init__(self, low: float, high: float, start: float, end: float, logarithmic: bool):
        self.logarithmic = logarithmic
        if logarithmic:
            # Whole decades where there are several, else 1, 2, 5.
            low, high = math.log10(low), math.log10(max(high, low * 1.01))
        self.low, self.high, self.start, self.end = low, max(high, low + 1e-9), start, end

    def at(self, value: float) -> float:
        value = math.log10(max(value, 1e-12)) if self.logarithmic else value
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self) -> list[float]:
        if self.logarithmic:
            factors = (1,) if self.high - self.low > 2.5 else (1, 2, 5)
            decades = range(math.floor(self.low), math.ceil(self.high) + 1)
            every = [factor * 10 ** decade for decade in decades for factor in factors]
            return [tick for tick in every if self.low - 1e-6 <= math.log10(tick) <= self.high + 1e-6]
        step = 10 ** math.floor(math.log10((self.high - self.low) / 2))
        step = next(step * factor for factor in (1, 2, 5, 10) if (self.high - self.low) / (step * factor) <= 8)
        first = math.ceil(self.low / step)
        return [step * number for number in range(first, math.floor(self.high / step + 1e-9) + 1)]


def rounded_down(value: float) -> float:
    """To 1, 2 or 5 times a power of ten."""
    power = 10 ** math.floor(math.log10(value))
    return next(factor * power for factor in (5, 2, 1) if factor * power <= value * 1.0001)


def rounded_up(value: float) -> float:
    power = 10 ** math.floor(math.log10(value))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= value * 0.9999)


def number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:g}"


def text(x: float, y: float, words: str, anchor: str = "middle", size: int = 12, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" {more}>{escape(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#cccccc"/>'


def picture(title: str, parts: list[str]) -> str:
    head = (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
            f' font-family="sans-serif" role="img"><title>{escape(title)}</title>')
    background = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>'
    return "\n".join([head, background, text((LEFT + WIDTH - RIGHT) / 2, 22, title, size=14), *parts, "</svg>"]) + "\n"


def y_axis(axis: Axis, label: str) -> list[str]:
    right = WIDTH - RIGHT
    drawn = [line(LEFT, axis.at(tick), right, axis.at(tick)) for tick in axis.ticks()]
    drawn += [text(LEFT - 6, axis.at(tick) + 4, number(tick), "end", 11) for tick in axis.ticks()]
    middle = (TOP + HEIGHT - BOTTOM) / 2
    return drawn + [text(16, middle, label, more=f'transform="rotate(-90 16 {middle})"')]


def legend(shown: list[str], names: list[str]) -> list[str]:
    drawn = []
    for index, name in enumerate(shown):
        y = TOP + 10 + index * 18
        place = f'x="{WIDTH - RIGHT + 12}" y="{y - 8}" width="12" height="10"'
        drawn.append(f'<rect {place} fill="{colour(names, name)}"/>')
        drawn.append(text(WIDTH - RIGHT + 29, y + 1, name, "start", 11))
    return drawn


def lines(title: str, series: dict[str, list[tuple[float, float]]], names: list[str], x_label: str, y_label: str,
          log_y: bool = True) -> str:
    """Each of `series` is a list of points in order of x, over a logarithmic axis; few points are marked. `names` has
    those of all series that similar pictures have."""
    points = [point for values in series.values() for point in values]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    x = Axis(rounded_down(min(xs)), max(xs), LEFT, WIDTH - RIGHT, True)
    y = Axis(rounded_down(min(ys)) if log_y else 0, rounded_up(max(ys)), HEIGHT - BOTTOM, TOP, log_y)
    parts = y_axis(y, y_label)
    for tick in x.ticks():
        parts.append(line(x.at(tick), TOP, x.at(tick), HEIGHT - BOTTOM))
        parts.append(text(x.at(tick), HEIGHT - BOTTOM + 16, number(tick), size=11))
    parts.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, x_label))
    for name, values in series.items():
        places = [(x.at(a), y.at(b)) for a, b in values]
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b in places)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour(names, name)}" stroke-width="2"/>')
        if len(places) < 20:
            parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{colour(names, name)}"/>' for a, b in places]
    return picture(title, parts + legend(list(series), names))


def bars(title: str, groups: dict[str, dict[str, float]], names: list[str], y_label: str) -> str:
    """For each group the height of each name's bar, over a logarithmic axis. `names` as for lines."""
    shown = [name for name in names if any(name in values for values in groups.values())]
    heights = [value for values in groups.values() for value in values.values()]
    y = Axis(rounded_down(min(heights) / 1.5), rounded_up(max(heights)), HEIGHT - BOTTOM, TOP, True)
    parts = y_axis(y, y_label)
    room = (WIDTH - RIGHT - LEFT) / len(groups)
    wide = room * 0.8 / len(shown)
    for place, (group, values) in enumerate(groups.items()):
        left = LEFT + place * room + room * 0.1
        for index, name in enumerate(shown):
            if name in values:
                top = y.at(values[name])
                parts.append(f'<rect x="{left + index * wide:.1f}" y="{top:.1f}" width="{wide * 0.9:.1f}"'
                             f' height="{HEIGHT - BOTTOM - top:.1f}" fill="{colour(names, name)}"/>')
        parts.append(text(left + room * 0.4, HEIGHT - BOTTOM + 16, group, size=11))
    return picture(title, parts + legend(shown, names))
