"""One exact figure on every page, as the publisher gives it."""

import pandas as pd
from streamlit.testing.v1 import AppTest

from indicators import catalogue as catalogues
from indicators import methods, statistics
from indicators.assessment import answer_rate, rate_lines
from indicators.formats import FORMATS
from pages import _reads as reads

from .visits import alternatives, faults, figures, visit


def metrics(opened: AppTest) -> list[tuple[str, str]]:
    return [(found.label, found.value) for found in opened.metric]


def rows(opened: AppTest, title: str) -> list[str]:
    """The cells of the table's row that begins with a link of this title."""
    return next(
        row
        for table in opened.table
        for row in table.value.astype(str).to_numpy().tolist()
        if row[0].startswith(f"[{title}]")
    )


def test_overview_has_the_headline_cards_and_a_row_for_each_indicator() -> None:
    opened = visit("overview.py")
    assert metrics(opened)[0] == ("2024", "122,819 people")
    assert metrics(opened)[4:] == [("2024/25", "16.9%"), ("Men and boys · 2022–24", "10.2 years")]
    assert rows(opened, "Year 6 obesity")[1] == "**16.9%** (2024/25)"


def test_overview_of_another_area() -> None:
    opened = visit("overview.py", area="E07000096", benchmark="E10000015")
    assert "Dacorum" in opened.title[0].value
    assert metrics(opened)[3] == ("2024/25", "18.1%")
    assert len(opened.metric) == 5  # no average price was carried over for Dacorum: that card says so


def test_theme_has_the_figures_of_its_priorities() -> None:
    opened = visit("theme.py", theme="health-and-wellbeing")
    assert opened.title[0].value == "Health and wellbeing"
    told = [found.value.partition("\n")[0] for found in opened.markdown]
    assert {"**16.9%** (2024/25)", "**10.2 years** (Men and boys, 2022–24)"} <= set(told)
    assert "**47.3%** (Hertfordshire, 2018/19)" in told  # published for counties only


def test_a_late_figure_comes_with_the_file_to_fetch() -> None:
    link = (
        "[Local council tax support claimants]"
        "(https://www.gov.uk/government/statistical-data-sets/live-tables-on-local-government-finance"
        "#local-council-tax-support)"
    )
    late, due = (visit("indicator.py", indicator=slug) for slug in ("council-tax-support", "claimant-rate"))
    assert [found.value for found in late.markdown if found.value.startswith(f":small[Fetch: {link}, Department for")]
    assert not [found.value for found in due.markdown if found.value.startswith(":small[Fetch:")]
    opened = visit("overview.py")
    opened.session_state["late"] = True  # what opening the expander does
    table = next(found.value for found in opened.run().table if "Was due by" in found.value)
    assert all(table["Fetch"].str.startswith("["))
    assert any(table["Fetch"].str.startswith(link))


def test_indicator_beside_the_similar_areas() -> None:
    opened = visit("indicator.py", indicator="obesity-year-6", benchmark="similar")
    median = [found.value for found in opened.markdown if "20.0%" in found.value]  # Ashford's, the middle one of 15
    assert any("16.9%" in found for found in median)


def test_indicator_shows_the_latest_figure_in_words_chart_and_table() -> None:
    opened = visit("indicator.py", indicator="population")
    assert any("122,819 people" in found.value and "2024" in found.value for found in opened.markdown)
    assert "122,819 people in 2024" in alternatives(opened)[0]
    opened.session_state["table-population-E07000241-over-time"] = True  # what opening the expander does
    latest = figures(opened.run())[0].iloc[-1]
    assert latest[["Period", "Figure", "Value"]].tolist() == ["2024", "122,819 people", "122819"]


def test_indicator_by_group() -> None:
    opened = visit("indicator.py", indicator="life-expectancy-gap", group="sex=female", view="table")
    shown = figures(opened)[0]
    assert shown["Group"].unique().tolist() == ["Women and girls"]
    assert shown[["Area", "Period", "Value"]].iloc[0].tolist() == ["Welwyn Hatfield", "2010–12", "8.2"]


def test_indicator_among_areas() -> None:
    opened = visit("indicator.py", indicator="obesity-year-6", view="areas", period="2025-08-31")
    assert [("Welwyn Hatfield" in found, "16.9%" in found) for found in alternatives(opened)] == [(True, True)]


def test_years_narrow_what_is_shown() -> None:
    opened = visit("indicator.py", indicator="population", view="table", **{"from": "2011", "to": "2013"})
    assert figures(opened)[0]["Value"].tolist() == ["110727", "110684", "111990"]


def test_about_names_the_store_s_version_and_every_publisher() -> None:
    opened = visit("about.py")
    assert any("Version 0 of the store" in found.value for found in opened.caption)
    catalogue = catalogues.load()
    used = {slug for indicator in catalogue.indicators.values() for slug in indicator.sources}
    publishers = {catalogue.sources[slug].publisher for slug in used}
    text = "\n".join([*(found.label for found in opened.expander), *(str(table.value) for table in opened.table)])
    assert {name for name in publishers if name not in text} == set()


def test_about_says_how_many_questions_are_answered_for_the_area_and_the_benchmark() -> None:
    opened = visit("about.py", area="E07000096", benchmark="E10000015")
    assert faults(opened) == []
    assessed = reads.assessments(reads.key(), "E07000096", "E10000015", reads.today())
    (told,) = [found.value for found in opened.markdown if "- On plan? " in found.value]
    lines = rate_lines(answer_rate(assessed.values()))
    assert told.startswith("Of all indicators for Dacorum, compared with Hertfordshire.")
    assert told.splitlines()[-3:] == [f"- {line}" for line in lines]
    assert len(lines) == 3


def test_about_says_what_the_methods_changed_and_how_often_they_err() -> None:
    opened = visit("about.py")
    heads = [found.value for found in opened.subheader]
    assert heads == [
        "How many of the questions are answered",
        f"What changed in version {statistics.METHOD_VERSION}, and why",
        "How often chance alone would make an answer",
    ]
    (changed,) = [table.value for table in opened.table if "What changed" in table.value]
    pd.testing.assert_frame_equal(changed, methods.changes())
    (alarms,) = [table.value for table in opened.table if "Rule" in table.value]
    told = alarms.set_index("Rule")["Correlation 0.0"]
    assert (told["Different from the benchmark"], told["Recent trend"]) == ("5.1%", "0.1%")


def test_about_explains_the_layout_that_is_opened_and_no_other() -> None:
    opened = visit("about.py")
    assert [
        layout.TITLE for layout in FORMATS.values() if layout.TITLE not in {one.label for one in opened.expander}
    ] == []
    assert not any("How it is recognised" in found.value for found in opened.markdown)
    opened.session_state["layout-uk-hpi"] = True  # what opening the expander does
    (told,) = [found.value for found in opened.run().markdown if "How it is recognised" in found.value]
    assert "Sales of the last two months are blank, which is never zero." in told


def test_about_lists_the_checks_of_a_stage_that_is_opened() -> None:
    opened = visit("about.py")
    assert not [table for table in opened.table if "How to mend it" in table.value]
    opened.session_state["checks-meaning"] = True  # what opening the expander does
    (checks,) = [table.value for table in opened.run().table if "How to mend it" in table.value]
    assert checks.set_index("Check").loc["Decimal comma"].tolist() == [
        "Error",
        "A comma stands where a point belongs, or thousands have lost digits.",
        "Write decimals with a point.",
    ]
