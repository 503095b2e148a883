"""The upload page: good file, warnings, errors, the same file twice, somebody else in between; and taking it back."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from indicators import publishing, store, tables
from indicators.model import Catalogue
from tests.pages.visits import as_read, faults, said, visit

pytestmark = pytest.mark.slow("files are screened on a page")

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
    assert "Download the workbook to fill in" in [button.label for button in opened.get("download_button")]


def test_what_is_asked_is_what_a_symbol_means_and_not_the_number_before_it(own_store: str) -> None:
    line = row(own_store, "2019")
    opened = uploaded(tidy(own_store, **{line: line.replace(",98602,", ",98602*,")}))
    assert "What does the publisher mean by “*”?" in [as_read(choice.label) for choice in opened.selectbox]


def test_the_same_figures_change_nothing_and_that_is_said(own_store: str) -> None:
    opened = uploaded(tidy(own_store))
    assert faults(opened) == []
    assert numbers(opened)["Unchanged figures"] == "484"
    assert any("Nothing would change" in found.value for found in opened.success)
    assert store.version(own_store) == 0


def test_a_revised_figure_is_shown_acknowledged_and_published(own_store: str, shipped_catalogue: Catalogue) -> None:
    line = row(own_store, "2022")
    opened = uploaded(tidy(own_store, **{line: line.replace("81398", "81399")}))
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
    assert store.kept(own_store, release.sha256).decode().count("81399") == 1
    assert any("Published as version 1" in found.value for found in opened.success)
    assert opened.query_params["receipt"] == "1"


def test_warnings_must_be_acknowledged(own_store: str) -> None:
    line = row(own_store, "2022")
    opened = uploaded(tidy(own_store, **{line: line.replace("81398", "81399")}))
    assert opened.checkbox, "a changed figure among unchanged ones is a warning"
    published(opened)
    assert "Nothing was published" in faults(opened)[0]
    assert store.version(own_store) == 0


def test_errors_block_and_name_row_column_and_remedy(own_store: str) -> None:
    line = row(own_store, "2022")
    place = tidy(own_store).splitlines().index(line) + 1
    opened = uploaded(tidy(own_store, **{line: line.replace("81398", '"81,3"')}))
    assert any("Errors stand in the way" in found for found in faults(opened))
    found = opened.table[0].value
    assert found["Where"].tolist() == [f"row {place}, column value"]
    assert found["Value"].tolist() == ["`81,3`"]
    assert store.version(own_store) == 0


def test_a_name_and_a_note_are_needed(own_store: str) -> None:
    line = row(own_store, "2022")
    opened = uploaded(tidy(own_store, **{line: line.replace("81398", "81399")}))
    for tick in opened.checkbox:
        tick.check()
    published(opened.run(), by=" ", note="Why")
    assert "give your name" in faults(opened)[0]
    assert store.version(own_store) == 0


def test_somebody_else_in_between_is_told_and_compared_with_before_anything_is_written(own_store: str) -> None:
    line = row(own_store, "2022")
    opened = uploaded(tidy(own_store, **{line: line.replace("81398", "81399")}))
    for tick in opened.checkbox:
        tick.check()
    opened.run()
    assert not opened.warning
    mine = store.read(own_store, indicators=[SLUG])
    mine = mine[(mine["area_code"] == BOROUGH) & (mine["period_label"] == "2022")]
    store.publish(own_store, mine.assign(value=81400.0), by="Somebody else", note="In between")
    published(opened)
    assert store.version(own_store) == 1
    (told,) = [found.value for found in opened.warning]
    assert told.startswith("Version 1 was published in the meantime, by Somebody else.")
    assert faults(opened) == []
    opened.button[0].click().run()
    assert not opened.warning
    assert [(release.version, release.by) for release in store.history(own_store)][:2] == [
        (2, "Analyst"),
        (1, "Somebody else"),
    ]
    opened.run()  # our own release is nobody else's
    assert not opened.warning


def test_somebody_else_while_the_files_are_looked_at_is_told_as_well(
    own_store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = row(own_store, "2022")
    propose, rows = publishing.propose, store.read(own_store, indicators=[SLUG])
    rows = rows[(rows["area_code"] == BOROUGH) & (rows["period_label"] == "2022")]

    def late(where: str, *given: Any, **named: Any) -> publishing.Proposal:
        if store.version(where) == 0:
            store.publish(where, rows.assign(value=81400.0), by="Somebody else", note="In between")
        return propose(where, *given, **named)

    monkeypatch.setattr(publishing, "propose", late)
    opened = uploaded(tidy(own_store, **{line: line.replace("81398", "81399")}))
    assert faults(opened) == []
    assert [found.value.partition(".")[0] for found in opened.warning] == [
        "Version 1 was published in the meantime, by Somebody else"
    ]
    assert numbers(opened)["Revised figures"] == "1"


def test_a_file_that_only_withdraws_says_so_and_is_published(own_store: str) -> None:
    opened = uploaded(tidy(own_store, **{row(own_store, "2015") + "\n": ""}))
    assert faults(opened) == []
    assert numbers(opened) == {
        "New figures": "0",
        "Revised figures": "0",
        "Withdrawn figures": "1",
        "Unchanged figures": "483",
    }
    assert not [found for found in opened.success if "Nothing would change" in found.value]
    assert [tick.label.partition(".")[0] for tick in opened.checkbox] == ["Rows that would vanish (1)"]
    published(opened)
    assert "1 figure is held, not in the file, and would be withdrawn: Welwyn Hatfield, 2015." in faults(opened)[0]
    assert store.version(own_store) == 0
    opened.checkbox[0].check()
    published(opened)
    assert (store.history(own_store)[0].version, store.history(own_store)[0].withdrawn) == (1, 1)


def test_a_file_that_does_not_say_what_it_counts_is_asked_about(own_store: str) -> None:
    text = "Month,December 2023,December 2023 - Annotations,\nNational - Regional - LA - OAs\nWelwyn Hatfield,8199,,\n"
    opened = uploaded(text)
    assert any("Errors stand in the way" in found for found in faults(opened))
    (asked,) = [choice for choice in opened.selectbox if "Which indicator is it?" in choice.label]
    assert asked.options == ["Households on Universal Credit"]
    asked.set_value("universal-credit-households").run()
    assert faults(opened) == []
    assert numbers(opened)["New figures"] == "1"
    assert store.version(own_store) == 0


def test_what_no_definition_asks_for_is_named_with_what_comes_nearest(own_store: str) -> None:
    text = "areacd,areanm,geography,indicator,period,observation,measure,unit,lci_95,uci_95,status,notes\n"
    text += "E07000241,Welwyn Hatfield,District,Employment rate,2024-01-01/P1Y,5,Count,People *,,,,\n"
    opened = uploaded(text)
    nearest = "Nearest: employment-rate, which expects unit '%' (in the file: 'People *')."
    assert nearest in as_read(opened.table[0].value["How to mend it"].tolist()[0])
    assert [found.label for found in opened.expander if "not in the catalogue" in found.label] == [
        "Measures that are not in the catalogue (1)"
    ]


def test_several_files_of_one_release_are_looked_at_together(own_store: str) -> None:
    header, *lines = tidy(own_store).splitlines()
    halves = [[line for line in lines if (BOROUGH in line) == own] for own in (True, False)]
    opened = visit("upload.py")
    for place, half in enumerate(halves):
        opened.file_uploader[0].upload(f"{place}.csv", "\n".join([header, *half, ""]).encode())
    opened.run()
    assert faults(opened) == []
    assert not opened.checkbox, "an area that the other file has is not missing"
    assert numbers(opened)["Unchanged figures"] == "484"


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
