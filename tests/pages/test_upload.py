"""The upload page: good file, warnings, errors, the same file twice, somebody else in between; and taking it back."""

from streamlit.testing.v1 import AppTest

from indicators import store, tables
from indicators.model import Catalogue
from tests.pages.visits import faults, said, visit

SLUG = "jobs"
BOROUGH = "E07000241"


def tidy(where: str, **changes: str) -> str:
    """The tidy table of jobs as the store holds it, with texts of its CSV changed."""
    text = tables.tidy_csv(store.read(where, indicators=[SLUG]))
    for old, new in changes.items():
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the file"
        text = text.replace(old, new)
    return text


def uploaded(text: str, name: str = "jobs.csv") -> AppTest:
    """The upload page with one file dropped."""
    opened = visit("upload.py")
    opened.file_uploader[0].upload(name, text.encode())
    return opened.run()


def row(where: str, period: str) -> str:
    """The borough's line of one year, as the file has it."""
    text = tables.tidy_csv(store.read(where, indicators=[SLUG]))
    return next(line for line in text.splitlines() if f"{BOROUGH}" in line and f",{period}," in line)


def published(opened: AppTest, by: str = "Analyst", note: str = "A test") -> AppTest:
    opened.text_input(key="by").set_value(by)
    opened.text_input(key="note").set_value(note)
    return opened.button[0].click().run()


def numbers(opened: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in opened.metric}


def test_an_empty_page_says_what_to_do_and_offers_a_template(own_store: str) -> None:
    opened = visit("upload.py")
    assert faults(opened) == []
    assert opened.selectbox(key="template").value is not None


def test_the_same_figures_change_nothing_and_that_is_said(own_store: str) -> None:
    opened = uploaded(tidy(own_store))
    assert faults(opened) == []
    assert numbers(opened)["Unchanged figures"] == "462"
    assert any("Nothing would change" in found.value for found in opened.success)
    assert store.version(own_store) == 0


def test_a_revised_figure_is_shown_acknowledged_and_published(own_store: str, shipped: Catalogue) -> None:
    line = row(own_store, "2022")
    opened = uploaded(tidy(own_store, **{line: line.replace("80810", "80811")}))
    assert numbers(opened) | {"Unchanged figures": ""} == {
        "New figures": "0",
        "Revised figures": "1",
        "Withdrawn figures": "0",
        "Unchanged figures": "",
    }
    for tick in opened.checkbox:
        tick.check()
    published(opened.run(), by="Analyst", note="One figure revised")
    release = store.history(own_store)[0]
    assert (release.version, release.by, release.note, release.revised) == (1, "Analyst", "One figure revised", 1)
    assert store.kept(own_store, release.sha256).decode().count("80811") == 1
    assert any("Published as version 1" in found.value for found in opened.success)
    assert opened.query_params["receipt"] == "1"


def test_warnings_must_be_acknowledged(own_store: str) -> None:
    line = row(own_store, "2022")
    opened = uploaded(tidy(own_store, **{line: line.replace("80810", "80811")}))
    assert opened.checkbox, "a changed figure among unchanged ones is a warning"
    published(opened)
    assert "Nothing was published" in faults(opened)[0]
    assert store.version(own_store) == 0


def test_errors_block_and_name_row_column_and_remedy(own_store: str) -> None:
    line = row(own_store, "2022")
    place = tidy(own_store).splitlines().index(line) + 1
    opened = uploaded(tidy(own_store, **{line: line.replace("80810", '"80,8"')}))
    assert any("Errors stand in the way" in found for found in faults(opened))
    found = opened.table[0].value
    assert found["Where"].tolist() == [f"row {place}, column value"]
    assert found["Value"].tolist() == ["`80,8`"]
    assert store.version(own_store) == 0


def test_a_name_and_a_note_are_needed(own_store: str) -> None:
    line = row(own_store, "2022")
    opened = uploaded(tidy(own_store, **{line: line.replace("80810", "80811")}))
    for tick in opened.checkbox:
        tick.check()
    published(opened.run(), by=" ", note="Why")
    assert "give your name" in faults(opened)[0]
    assert store.version(own_store) == 0


def test_somebody_else_in_between_is_noticed_and_compared_again(own_store: str) -> None:
    line = row(own_store, "2022")
    opened = uploaded(tidy(own_store, **{line: line.replace("80810", "80811")}))
    for tick in opened.checkbox:
        tick.check()
    opened.run()
    rows = store.read(own_store, indicators=["population"]).head(1)
    store.publish(own_store, rows.assign(value=1.0), by="Somebody else", note="In between")
    published(opened)  # the page compares afresh with the version that is there now
    assert store.history(own_store)[0].version == 2
    assert store.read(own_store, indicators=["population"])["value"].iloc[0] == 1.0


def test_a_file_of_no_known_layout_is_said_to_be_so(own_store: str) -> None:
    opened = uploaded("a,b\n1,2\n", name="other.csv")
    assert any("Errors stand in the way" in found for found in faults(opened))


def test_taking_a_release_back(own_store: str) -> None:
    rows = store.read(own_store, indicators=[SLUG]).head(1)
    store.publish(own_store, rows.assign(value=1.0), by="Analyst", note="A slip")
    opened = visit("revisions.py")
    assert faults(opened) == []
    assert opened.table[0].value["Version"].tolist() == ["1", "0"]
    opened.text_input(key="back-by").set_value("Analyst")
    opened.text_input(key="back-reason").set_value("It was a slip")
    opened.button[0].click().run()
    assert store.history(own_store)[0].kind == "rollback"
    assert store.read(own_store, indicators=[SLUG])["value"].iloc[0] == rows["value"].iloc[0]
    assert any("Version 0 is back" in found.value for found in opened.success)


def test_a_difference_between_two_versions(own_store: str) -> None:
    rows = store.read(own_store, indicators=[SLUG]).head(1)
    store.publish(own_store, rows.assign(value=1.0), by="Analyst", note="A slip")
    opened = visit("revisions.py")
    assert any("0 new, 1 revised, 0 withdrawn" in found.value for found in opened.markdown)
    assert said(opened) == ""
