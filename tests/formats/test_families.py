"""A file that no layout recognises: its family is named by part of its marks, with what is missing."""

import io
import zipfile

import pytest

from indicators.formats import File, UnreadableFile, likeness, opened, recognise
from indicators.formats.files import OLE
from tests.formats.at_hand import written
from tests.formats.workbooks import workbook


def told(file: File) -> str:
    """What is said of a file that is in no layout."""
    assert recognise(file) == []
    found = likeness(file)
    return found.message if found else ""


NOMIS = "GEOGRAPHY_NAME,GEOGRAPHY_CODE,MEASURES_NAME,RECORD_COUNT"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (NOMIS, "a Nomis API CSV, but the columns OBS_VALUE and DATE are missing."),
        (f"{NOMIS},DATE_NAME", "a Nomis API CSV, but the column OBS_VALUE is missing."),
        (
            "indicator,area_code,start,end,period_label,breakdown,value,lower,upper,count",
            "the tidy template of this dashboard, but the columns period_start and period_end are missing.",
        ),
        (
            "areacd,areanm,geography,indicator,period,Value,lci_95,uci_95",
            "a CSV of Explore Local Statistics, but the column observation is missing.",
        ),
        (
            "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name",
            "a street file of data.police.uk, but the column Crime type is missing.",
        ),
        (
            "Indicator Name,Parent Code,Parent Name,Area Name,Area Type,Sex,Age,Category Type,Category,Value,Count",
            "a Fingertips CSV, but the columns Indicator ID, Area Code and Time period are missing.",
        ),
    ],
)
def test_headings_that_are_missing_are_named(text: str, message: str) -> None:
    assert told(written(f"{text}\n1,2,3\n")) == f"This looks like {message}"


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_so_is_what_was_saved_with_other_signs_between_the_cells(sign: str) -> None:
    text = "areacd,areanm,indicator,period,observation"
    message = told(written(text.replace(",", sign) + "\n"))
    assert message.startswith("This looks like a CSV of Explore Local Statistics, but its cells are not separated by")


def test_and_a_csv_that_was_saved_as_a_workbook() -> None:
    rows = [["areacd", "areanm", "indicator", "period", "observation"], ["E07000241", "", "", "2018", 16.4]]
    assert told(workbook({"figures": rows})).endswith("but it was saved as a workbook.")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Live Table 615: vacant dwellings by local authority district", "a GOV.UK live table"),
        ("Counting: Households on Universal Credit", "a Stat-Xplore table"),
        ("HPSSA Dataset 9. Median price paid for administrative geographies", "the House Price Statistics"),
        ("Statutory homelessness in England", "an H-CLIC homelessness workbook"),
        ("Annual Survey of Hours and Earnings", "a table of earnings (ASHE)"),
        ("Households in fuel poverty", "sub-regional fuel poverty"),
    ],
)
def test_a_family_is_known_by_its_title_alone(title: str, name: str) -> None:
    for file in (written(f"{title}\n\na,b\n1,2\n"), workbook({"Sheet1": [[title], ["a", "b"]]})):
        message = told(file)
        assert message.startswith(f"This looks like {name}")
        assert ", but " in message


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "name,value\nx,1\n", "areacd,name\nE07000241,x\n", '"not closed\n'])
def test_what_looks_like_nothing_is_called_nothing(text: str) -> None:
    assert told(written(text)) == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<!DOCTYPE html><title>Stat-Xplore - Log in</title>", "a web page that asks to log in"),
        ("<html><body>Your session has expired</body></html>", "a web page of Stat-Xplore instead of its table"),
        ("<html><h1>404 Not Found</h1></html>", "a web page that reports an error"),
        ("<table><tr><td>1</td></tr></table>", "a web page"),
        ('{"type": "FeatureCollection", "features": []}', "a map (GeoJSON or TopoJSON): boundaries, no figures"),
        ('[{"ID": "1"}]', "JSON, as programs exchange it"),
        ("{}", "JSON, as programs exchange it"),
        ("<?xml version='1.0'?><a/>", "XML, as programs exchange it"),
    ],
)
def test_a_page_or_a_program_s_text_is_called_what_it_is(text: str, message: str) -> None:
    assert told(written(text)) == f"This is {message}, not a table."
    assert told(written("\ufeff \n" + text)) == f"This is {message}, not a table."


def test_a_long_text_of_a_program_is_called_so_too_however_long_its_lines_are() -> None:
    (file,) = opened("figures.csv", b'[{"a": "' + b"," * 1_100_000 + b'"}]')
    assert told(file) == "This is JSON, as programs exchange it, not a table."


def packed(*names: str, mimetype: bytes = b"") -> bytes:
    """A ZIP with members of these names."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, mimetype if name == "mimetype" else b"<a/>")
    return content.getvalue()


ODT = b"application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.7\n", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n\0", "a picture"),
        (b"\xff\xd8\xff\xe0\0", "a picture"),
        (b"\x1f\x8b\x08\0", "a file compressed with gzip"),
        (b"PAR1\0", "a Parquet file"),
        (b"{\\rtf1 text}", "a text document (RTF)"),
        (packed("[Content_Types].xml", "word/document.xml"), "a Word document"),
        (packed("[Content_Types].xml", "ppt/presentation.xml"), "a presentation"),
        (packed("mimetype", "content.xml", mimetype=ODT), "a text document (ODT)"),
        (OLE + "WordDocument".encode("utf-16-le"), "a Word document"),
        (OLE + "__properties_version1.0".encode("utf-16-le"), "an e-mail"),
    ],
)
def test_a_document_is_refused_by_its_name(content: bytes, name: str) -> None:
    for upload, shown in ((content, "figures.csv"), (archived(content), "all.zip/figures.csv")):
        with pytest.raises(UnreadableFile) as caught:
            list(opened(shown.partition("/")[0], upload))
        assert (caught.value.check, caught.value.message) == ("binary-file", f"{shown} is {name}.")
        assert caught.value.fix.endswith(".")


def archived(content: bytes) -> bytes:
    """The file as the only one of a ZIP."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("figures.csv", content)
    return stream.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        OLE + "Workbook".encode("utf-16-le") + "WordDocument".encode("utf-16-le"),  # a document inside a workbook
        packed("[Content_Types].xml", "xl/workbook.xml", "xl/embeddings/word.docx"),
        b"PARis,PDF\n1,2\n",
        b"RTF,%PDF\n1,2\n",
    ],
)
def test_a_workbook_or_a_text_is_none(content: bytes) -> None:
    assert len(list(opened("figures.csv", content))) == 1
