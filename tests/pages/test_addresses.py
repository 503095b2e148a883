"""Addresses that name what is not there, or no longer, or nonsense: a sensible view, and never a traceback."""

import pytest

from .visits import PAGES, alternatives, faults, figures, go, said, visit

pytestmark = pytest.mark.slow("a page for each address")

NONSENSE = ["", "E99999999", "E01023908", "<b>", "[here](https://example.org)", "0", "-1", "NaN", "x" * 5000]


@pytest.mark.slow("a page for each old code")
@pytest.mark.parametrize("old", ["E07000104", "E07000100", "E07000097", "E07000101"])
def test_an_old_code_leads_to_its_successor_and_puts_it_into_the_address(old: str) -> None:
    new = {"E07000104": "E07000241", "E07000100": "E07000240", "E07000097": "E07000242", "E07000101": "E07000243"}[old]
    opened = visit("indicator.py", area=old, indicator="population")
    assert opened.query_params == {"area": new, "indicator": "population"}
    assert opened.selectbox(key="area-choice").value == new
    assert (faults(opened), said(opened)) == ([], "")


@pytest.mark.parametrize("page", PAGES)
def test_an_unknown_area_shows_the_borough_and_says_so(page: str) -> None:
    opened = visit(page, area="E99999999")
    assert faults(opened) == []
    assert opened.selectbox(key="area-choice").value == "E07000241"
    texts = [found.value for found in [*opened.warning, *opened.info, *opened.caption]]
    assert any("Area" in text and "Welwyn Hatfield" in text for text in texts)


def test_an_unknown_indicator_shows_one_that_is_there() -> None:
    opened = visit("indicator.py", indicator="no-such-thing")
    assert faults(opened) == []
    assert opened.title[0].value == "Population"
    assert len(alternatives(opened)) == 1


@pytest.mark.parametrize("view", ["no-such-view", "breakdown", ""])
def test_a_view_that_the_indicator_does_not_have_shows_its_first(view: str) -> None:
    opened = visit("indicator.py", indicator="population", view=view)
    assert faults(opened) == []
    assert opened.segmented_control(key="view-choice").value == "over-time"


@pytest.mark.slow("dozens of pages")
@pytest.mark.parametrize("view", ["over-time", "areas", "breakdown", "table"])
@pytest.mark.parametrize("name", ["area", "benchmark", "indicator", "view", "group", "by", "period", "from", "to"])
def test_nonsense_in_the_address_never_breaks_a_view(name: str, view: str) -> None:
    opened, wrong = visit("indicator.py"), {}
    for value in NONSENSE:
        go(opened, **{"indicator": "life-expectancy", "view": view, name: value})
        if faults(opened) or len(alternatives(opened)) + len(figures(opened)) != 1:
            wrong[value] = (faults(opened), said(opened))
    assert wrong == {}


def test_years_the_wrong_way_round_show_all_years() -> None:
    opened = visit("indicator.py", indicator="population", view="table", **{"from": "2013", "to": "2011"})
    assert figures(opened)[0]["Period"].tolist()[::32] == ["1991", "2023"]


@pytest.mark.slow("dozens of pages")
@pytest.mark.parametrize("page", ["overview.py", "theme.py"])
def test_nonsense_never_breaks_the_other_pages(page: str) -> None:
    opened, wrong = visit(page), {}
    for name in ("area", "benchmark", "theme", "search"):
        for value in NONSENSE:
            go(opened, **{name: value})
            if faults(opened) or not any(" over time](data:" in found.value for found in opened.markdown):
                wrong[name, value] = faults(opened)
    assert wrong == {}


@pytest.mark.parametrize(("asked", "found"), [("fat children", "Year 6 obesity"), ("rent", "Council homes")])
def test_search_finds_by_everyday_words(asked: str, found: str) -> None:
    opened = visit("overview.py", search=asked)
    assert any(cell.startswith(f"[{found}](indicator?") for cell in opened.table[0].value["Indicator"])


def test_a_mistyped_search_says_what_is_shown_instead() -> None:
    opened = visit("overview.py", search="obesty")
    assert "Nothing found for `obesty`; shown for `obesity`." in [caption.value for caption in opened.caption]
    assert any(cell.startswith("[Year 6 obesity](indicator?") for cell in opened.table[0].value["Indicator"])


def test_search_that_finds_nothing_says_so() -> None:
    opened = visit("overview.py", search="qwertyuiop")
    assert "qwertyuiop" in said(opened)
    assert faults(opened) == []


def test_similar_areas_are_offered_for_the_area_whose_list_is_held() -> None:
    opened = visit("indicator.py", indicator="obesity-year-6")
    assert "similar areas (median)" in opened.selectbox(key="benchmark-choice").options
    opened.selectbox(key="benchmark-choice").select("similar").run()
    assert opened.query_params == {"indicator": "obesity-year-6", "benchmark": "similar"}
    assert not any("similar to" in found.value for found in opened.caption)


def test_similar_areas_of_another_area_are_not_offered_and_the_reason_is_said() -> None:
    opened = visit("indicator.py", indicator="obesity-year-6", area="E07000095")
    assert "similar areas (median)" not in opened.selectbox(key="benchmark-choice").options
    assert "No list of areas similar to Broxbourne is held here." in [found.value for found in opened.caption]


@pytest.mark.parametrize("page", PAGES)
def test_an_address_that_asks_for_them_falls_back_and_says_so(page: str) -> None:
    opened = visit(page, area="E07000095", benchmark="similar")
    assert faults(opened) == []
    assert opened.selectbox(key="benchmark-choice").value == "E92000001"
    told = [found.value for found in opened.caption]
    assert ":material/link_off: Compare with: there is no `similar` to choose here, so England is shown." in told
    assert "No list of areas similar to Broxbourne is held here." in told


def test_choosing_another_area_leaves_its_similar_areas_behind() -> None:
    opened = visit("indicator.py", indicator="obesity-year-6", benchmark="similar")
    opened.selectbox(key="area-choice").select("E07000095").run()
    assert faults(opened) == []
    assert opened.selectbox(key="benchmark-choice").value == "E92000001"
    assert any("so England is shown" in found.value for found in opened.caption)


def test_choosing_in_the_sidebar_changes_the_address_and_the_page() -> None:
    opened = visit("indicator.py", indicator="obesity-year-6")
    opened.selectbox(key="area-choice").select("E07000096").run()
    assert opened.query_params == {"indicator": "obesity-year-6", "area": "E07000096"}
    assert "Dacorum" in alternatives(opened)[0]
    opened.selectbox(key="area-choice").select("E07000241").run()
    assert opened.query_params == {"indicator": "obesity-year-6"}  # what is the default is not in the address


def test_choosing_another_indicator_drops_what_was_chosen_of_the_one_before() -> None:
    chosen = {"area": "E07000096", "view": "table", "group": "sex=female", "from": "2011", "to": "2023"}
    opened = visit("indicator.py", indicator="life-expectancy-gap", by="sex", period="2012-12-31", **chosen)
    assert opened.selectbox(key="group-choice").value == "sex=female"
    opened.selectbox(key="indicator-choice").select("jobs").run()
    assert opened.query_params == {"indicator": "jobs", "area": "E07000096", "view": "table"}
    assert figures(opened)[0]["Period"].iloc[0] == "2002"
    assert (faults(opened), said(opened)) == ([], "")


def test_choosing_years_changes_the_address_and_the_table() -> None:
    opened = visit("indicator.py", indicator="population", view="table")
    opened.select_slider[0].set_range("2011", "2013").run()
    assert opened.query_params == {"indicator": "population", "view": "table", "from": "2011", "to": "2013"}
    assert figures(opened)[0]["Period"].tolist() == ["2011", "2012", "2013"]
