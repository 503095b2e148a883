"""The checks of the first three stages: can a file be opened and read, and is it known what it is about?"""

from indicators.screening.finding import checks_of

_AGAIN = "Download the file again."
_NOTHING = "Nothing needs to be done."

RECOGNISE = checks_of(
    "recognise",
    ("empty-file", "error", "Empty file", "The file holds nothing.", _AGAIN),
    (
        "binary-file",
        "error",
        "Not text and not a workbook",
        "The bytes are neither text nor an XLSX, XLS or ODS workbook.",
        "Upload the file as the publisher offers it: CSV, XLSX, XLS, ODS, or a ZIP of CSV files.",
    ),
    ("damaged-file", "error", "Damaged file", "An archive or a workbook that is broken, locked or false.", _AGAIN),
    (
        "too-large",
        "error",
        "Too large",
        "Far larger than any publisher's file of this kind.",
        "Download fewer areas or years.",
    ),
    (
        "unknown-layout",
        "error",
        "Layout not recognised",
        "The content has the headings or sheets of no layout that is known.",
        "Upload the file as downloaded, with its own headings, or put the figures into the tidy template.",
    ),
    (
        "several-layouts",
        "error",
        "More than one layout fits",
        "The content has the marks of several layouts, and they read it differently.",
        "Choose the layout.",
    ),
)

READ = checks_of(
    "read",
    (
        "wrong-encoding",
        "warning",
        "Wrong encoding",
        "Letters are broken: the file was saved or converted in another encoding than it is in.",
        "Save it again as CSV UTF-8, or download it again.",
    ),
    (
        "windows-encoding",
        "note",
        "Windows encoding",
        "The text is not UTF-8 and was read as Windows-1252.",
        "Look whether names with accents are right.",
    ),
    (
        "no-header",
        "error",
        "No header found",
        "No row holds the headings that this layout needs.",
        "Upload the file with its headings, as downloaded.",
    ),
    (
        "missing-column",
        "error",
        "Column missing",
        "A column that this layout needs is not there.",
        "Download the file with all its columns.",
    ),
    (
        "doubled-column",
        "error",
        "Column doubled",
        "The same heading stands over two columns, so nobody knows which one counts.",
        "Leave one of the two columns.",
    ),
    (
        "bad-row",
        "error",
        "Row with too many or too few cells",
        "The row does not fit the header, so its cells stand in the wrong columns.",
        "Mend the row: a comma inside a text needs quotation marks round it.",
    ),
    (
        "truncated-file",
        "error",
        "File cut off",
        "Rows at the end are missing: a guest's limit, or a broken download.",
        "Download it again, in parts if there is a limit on rows.",
    ),
    ("nothing-to-read", "error", "No figures", "The layout is known, but there is no row of figures.", _AGAIN),
    (
        "unreadable-content",
        "error",
        "Content cannot be read",
        "The file looks like a layout that is known, but its content cannot be read in it.",
        "Download it again. If it stays so, the publisher has changed the layout.",
    ),
)

SHAPE = checks_of(
    "shape",
    (
        "no-known-measure",
        "error",
        "No indicator of the catalogue",
        "Nothing that the file measures is in a definition.",
        "Add [[files]] to a definition, or a definition; a suggestion can be saved from here.",
    ),
    (
        "unknown-indicator",
        "error",
        "Unknown indicator",
        "The tidy layout names an indicator that has no definition.",
        "Write the slug of the definition, or add data/definitions/<slug>.toml; a suggestion can be saved from here.",
    ),
    (
        "other-measures",
        "note",
        "Measures that are not in the catalogue",
        "The file holds more than the catalogue asks for; that is left out.",
        "Nothing needs to be done, unless one of them should be an indicator.",
    ),
    (
        "unknown-breakdown",
        "error",
        "Unknown breakdown",
        "The definition has no such dimension or value.",
        "Write it as the definition does, or add it under [dimensions].",
    ),
    (
        "no-known-area",
        "error",
        "No known area",
        "Not one row is about an area of areas.csv.",
        "Download the file for the areas of the dashboard, by their codes.",
    ),
    (
        "unknown-area",
        "warning",
        "Unknown area",
        "The area is not in areas.csv, and the row is left out. It may be a slip of the pen.",
        "Correct it, or add the area to areas.csv.",
    ),
    (
        "other-areas",
        "note",
        "Areas that are not kept",
        "A file for the whole country has more areas than the dashboard; their rows are left out.",
        _NOTHING,
    ),
    (
        "ambiguous-area-name",
        "error",
        "Name of more than one area",
        "Two areas share the name, and the file has no code that tells them apart.",
        "Download the file with area codes.",
    ),
    (
        "area-name-differs",
        "error",
        "Code and name are of different areas",
        "The row's code belongs to one area and its name to another.",
        "Correct the code or the name.",
    ),
    (
        "old-code",
        "note",
        "Old area code",
        "The area had this code before its boundary changed; its rows are joined to today's code.",
        _NOTHING,
    ),
    (
        "old-code-new-period",
        "warning",
        "Old code for a new period",
        "The area no longer had this code at that time, so the figure may be for the old boundary.",
        "Look up which boundary the publisher used.",
    ),
    (
        "unreadable-period",
        "error",
        "Period cannot be read",
        "The text is no period of the kind that the indicator has.",
        "Write the period as the publisher does, or correct 'period' in the definition.",
    ),
    (
        "ambiguous-period",
        "error",
        "Period with more than one meaning",
        "The text is no period of the indicator's kind, but could be one of several others.",
        "Say in the definition, under [[files]], which kind of period this is.",
    ),
    (
        "duplicate-rows",
        "error",
        "Two rows for one figure",
        "The same indicator, area, period and breakdown stands there twice with different figures.",
        "Remove one of them, or say in [[files]] which of them is meant.",
    ),
    (
        "repeated-rows",
        "note",
        "The same row again",
        "The same figure stands there more than once; it is taken once.",
        _NOTHING,
    ),
    (
        "files-disagree",
        "error",
        "Files disagree",
        "Two files of the same upload have different figures for the same observation.",
        "Upload the newer one alone.",
    ),
)
