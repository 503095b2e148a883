"""What all charts share: a template of their own, titles that fit, colours that can be told apart in both modes."""

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date
from importlib import import_module
from pathlib import Path

import pandas as pd
import plotly.io as pio
import pytest

from indicators import charts
from indicators.charts.style import COLOURS, TITLE_WIDTH, Chart, Colours, Mode, figure
from indicators.charts.trend import Plan
from indicators.model import Catalogue, Selection
from tests.build import ENGLAND, OWN, SEX, WATFORD, indicator, line, observations, row, small_catalogue, view

MODES: tuple[Mode, ...] = ("light", "dark")
BY_SEX = indicator(dimensions=(SEX,))
CATALOGUE = small_catalogue(BY_SEX)
AGAINST_ENGLAND = Selection(OWN, ENGLAND)
END = "2019-12-31"
ROWS = observations(
    *line([16.4, None, 17.0], lower=15.0, upper=18.0),
    row("2018", 17.0, flags="break_before provisional"),
    row("2019", 18.0),
    row("2019", 18.0, area=WATFORD),
    row("2019", 18.0, breakdown="sex=male"),
    *line([22.0] * 5, area=ENGLAND),
)


def trend(mode: Mode) -> Chart:
    frame = view(ROWS, BY_SEX, AGAINST_ENGLAND).frame
    plan = Plan(16.4, "2015", ((date(2016, 1, 1), 16.4), (date(2019, 1, 1), 15.0)))
    return charts.trend(frame, BY_SEX, CATALOGUE.strategy, "Obesity", mode, plan)


def areas(mode: Mode) -> Chart:
    return charts.areas(view(ROWS, BY_SEX, AGAINST_ENGLAND, "areas", END).frame, BY_SEX, "Obesity", mode)


def breakdown(mode: Mode) -> Chart:
    frame = view(ROWS, BY_SEX, AGAINST_ENGLAND, "breakdown", END, "sex").frame
    return charts.breakdown(frame, BY_SEX, "Obesity", mode)


def process(mode: Mode) -> Chart:
    points = observations(*line([16.4, 17.0]))
    limits = pd.DataFrame(
        {"value": [16.4, 17.0], "group": 0, "mean": 16.7, "lower": 15.0, "upper": 18.0, "rule": ["none", "outside"]}
    )
    return charts.process(points, limits, BY_SEX, "Obesity", mode)


KINDS: tuple[Callable[[Mode], Chart], ...] = (trend, areas, breakdown, process)


# The template


@pytest.mark.parametrize("draw", KINDS)
@pytest.mark.parametrize("mode", MODES)
def test_a_figure_does_not_depend_on_plotly_s_default_template(
    draw: Callable[[Mode], Chart], mode: Mode, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = draw(mode).figure.to_json()
    for default in ("plotly_dark", "none"):
        monkeypatch.setattr(pio.templates, "default", default)
        assert draw(mode).figure.to_json() == drawn


def test_streamlit_s_template_changes_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = trend("light").figure.to_json()
    import_module("streamlit")  # which makes its template the default
    monkeypatch.setattr(pio.templates, "default", "streamlit")
    assert trend("light").figure.to_json() == drawn


@pytest.mark.parametrize("draw", KINDS)
def test_every_figure_keeps_the_house_style(draw: Callable[[Mode], Chart]) -> None:
    for mode in MODES:
        chart = draw(mode)
        layout = chart.figure.layout
        assert layout.template.layout.paper_bgcolor == layout.template.layout.plot_bgcolor == COLOURS[mode].paper
        assert layout.template.layout.font.color == COLOURS[mode].text
        assert layout.showlegend is False
        assert "yaxis2" not in layout  # no dual axes
        assert chart.title == "Obesity"
        assert chart.alt.endswith(".")


def test_the_menu_only_offers_the_download() -> None:
    offered = charts.config("obesity-E07000241-areas")
    assert offered["modeBarButtons"] == [["toImage"]]
    assert offered["toImageButtonOptions"] == {"format": "svg", "filename": "obesity-E07000241-areas"}


# Titles


def written(text: str) -> list[str]:
    """The lines of a title without their tags."""
    return [re.sub("<[^>]*>", "", part) for part in text.split("<br>")]


def test_a_title_is_wrapped_to_what_fits_and_loses_no_word() -> None:
    title, subtitle = "Obesity among children: lower than similar areas (median)", "People measured " * 8
    shown = figure(title, subtitle, "light", height=100).layout
    shown_lines = written(shown.title.text)
    heads = [part for part in shown.title.text.split("<br>") if part.startswith("<b>")]
    assert len(heads) == 2
    assert max(map(len, shown_lines[:2])) <= TITLE_WIDTH
    assert max(map(len, shown_lines)) <= TITLE_WIDTH + 12  # the subtitle is smaller
    assert " ".join(shown_lines).split() == f"{title} {subtitle}".split()
    assert shown.height == 100 + shown.margin.t


def test_the_margin_grows_with_the_lines_of_the_title() -> None:
    one, two = (figure("word " * count, "What", "light", height=100).layout.margin.t for count in (1, 15))
    assert two - one == 22


@pytest.mark.slow("a chart of everything that ships")
def test_every_shipped_title_fits(shipped_catalogue: Catalogue) -> None:
    for slug, each in shipped_catalogue.indicators.items():
        longest = f"{each.title}: higher than similar areas (median)"
        lines = written(figure(longest, each.measure, "light", height=100).layout.title.text)
        assert len(lines) <= 6, slug
        assert max(map(len, lines)) <= TITLE_WIDTH + 12, slug


# Colours

COLOUR = re.compile(r"#[0-9A-Fa-f]{6}|rgba\([\d.,]+\)")


@pytest.mark.parametrize("draw", KINDS)
def test_the_dark_mode_differs_only_in_colours(draw: Callable[[Mode], Chart]) -> None:
    light, dark = draw("light"), draw("dark")
    assert (light.alt, light.title) == (dark.alt, dark.title)
    light_text, dark_text = light.figure.to_json(), dark.figure.to_json()
    assert light_text != dark_text
    assert json.loads(COLOUR.sub("colour", light_text)) == json.loads(COLOUR.sub("colour", dark_text))


def luminance(colour: str) -> float:
    """Relative luminance: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio"""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_counted_as_wcag_does() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)
    assert contrast("#F46A25", "#F46A25") == 1


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["text", "muted"])
def test_text_can_be_read(mode: Mode, name: str) -> None:
    assert contrast(getattr(COLOURS[mode], name), COLOURS[mode].paper) >= 4.5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["area", "benchmark", "similar", "quiet"])
def test_lines_and_marks_can_be_seen(mode: Mode, name: str) -> None:
    assert contrast(getattr(COLOURS[mode], name), COLOURS[mode].paper) >= 3


def written_in(chart: Chart) -> Iterator[tuple[str, str]]:
    """Every text of a figure that has a colour of its own, with that colour."""
    layout = chart.figure.layout
    yield from ((found.text, found.font.color) for found in layout.annotations if found.font.color)
    yield from (("title", colour) for colour in re.findall(r"color:(#\w{6})", layout.title.text))


@pytest.mark.parametrize("draw", KINDS)
@pytest.mark.parametrize("mode", MODES)
def test_every_text_in_a_figure_can_be_read(draw: Callable[[Mode], Chart], mode: Mode) -> None:
    told = list(written_in(draw(mode)))
    assert told
    faint = {text: colour for text, colour in told if contrast(colour, COLOURS[mode].paper) < 4.5}
    assert faint == {}


@pytest.mark.parametrize("mode", MODES)
def test_the_paper_of_charts_is_the_paper_of_pages(mode: Mode) -> None:
    config = Path(__file__).resolve().parents[1] / ".streamlit" / "config.toml"
    theme = tomllib.loads(config.read_text(encoding="utf-8"))["theme"][mode]
    assert (theme["backgroundColor"], theme["textColor"]) == (COLOURS[mode].paper, COLOURS[mode].text)


@pytest.mark.parametrize("mode", MODES)
def test_the_small_line_can_be_seen_in_both_modes(mode: Mode) -> None:
    colour = import_module("indicators.charts.sparkline").COLOUR
    assert contrast(colour, COLOURS[mode].paper) >= 3


def test_both_modes_have_every_colour() -> None:
    for field in fields(Colours):
        assert COLOUR.fullmatch(getattr(COLOURS["light"], field.name)), field.name
        assert COLOUR.fullmatch(getattr(COLOURS["dark"], field.name)), field.name
