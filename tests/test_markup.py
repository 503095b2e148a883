"""Nothing that people, files or addresses say is drawn as Markdown: what pages draw is made by `indicators.markup`."""

import ast
import html
import inspect
import re
from importlib import import_module
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from indicators.markup import Markup, code, joined, listed, markup, picture, rows, small, table
from indicators.wording import as_typed

SCRIPTS = sorted((Path(__file__).parents[1] / "pages").glob("*.py"))
#: What Streamlit draws as Markdown: the method's positional arguments, and these names of arguments in any of them.
DRAWN = dict.fromkeys(
    [
        *("title", "header", "subheader", "markdown", "caption", "write", "error", "warning", "info", "success"),
        *("toast", "badge", "expander", "popover", "status", "spinner", "progress", "table", "metric", "button"),
        *("form_submit_button", "download_button", "link_button", "page_link", "checkbox", "toggle", "radio"),
        *("selectbox", "multiselect", "pills", "segmented_control", "feedback", "slider", "select_slider"),
        *("text_input", "text_area", "number_input", "date_input", "file_uploader", "tabs", "dialog"),
    ],
    (0,),
) | {"metric": (0, 1), "progress": (1,), "page_link": (), "dataframe": (), "update": ()}
NAMED = {"label", "title", "help", "text", "body", "caption", "captions"}
#: Those whose options are drawn as Markdown too, by what `format_func` makes of them.
OPTIONS = {"segmented_control", "radio", "pills"}
#: What is drawn as it is although the code does not hold it: addresses and texts of the project's own.
OURS = {"address", "one.address", "one.page", "theme.icon", "methods.text()", "formats.explanation(layout)"}
SAFE = ("Markup", "pa.Table")


class Page:
    """A module of the pages, and which of its expressions are sure to be markup."""

    def __init__(self, text: str) -> None:
        self.tree = ast.parse(text)
        self.imported: dict[str, tuple[str, str]] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                self.imported |= {name.asname or name.name: (node.module, name.name) for name in node.names}
        functions = [node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)]
        self.returns = {node.name: ast.unparse(node.returns) for node in functions if node.returns}
        self.scopes = {id(child): function for function in functions for child in ast.walk(function)}

    def violations(self) -> list[str]:
        """Line and text of every argument that is drawn and not sure to be markup."""
        calls = [node for node in ast.walk(self.tree) if isinstance(node, ast.Call)]
        wrong = [each for call in calls for each in self.drawn(call) if not self.safe(each)]
        wrong += [each for call in calls for each in self.templates(call) if not self.constant(each)]
        return [f"line {each.lineno}: {ast.unparse(each)}" for each in wrong]

    def drawn(self, call: ast.Call) -> list[ast.expr]:
        """The arguments of a call that Streamlit draws as Markdown."""
        function = call.func
        if not isinstance(function, ast.Attribute) or function.attr not in DRAWN or self.own(function.value):
            return []
        arguments = [call.args[place] for place in DRAWN[function.attr] if place < len(call.args)]
        arguments += [keyword.value for keyword in call.keywords if keyword.arg in NAMED]
        options = [keyword.value for keyword in call.keywords if keyword.arg == "format_func"]
        return arguments + (options if function.attr in OPTIONS else [])

    def templates(self, call: ast.Call) -> list[ast.expr]:
        """The arguments of a call that are markup because the code says so."""
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        if name == "Markup":
            return [each for each in call.args if ast.unparse(each) not in OURS]
        return call.args[:1] if name in ("markup", "joined") else []

    def own(self, receiver: ast.expr) -> bool:
        """Whether it is a module of the project's own, and none of Streamlit's."""
        return isinstance(receiver, ast.Name) and self.imported.get(receiver.id, ("",))[0].startswith(
            ("pages", "indicators")
        )

    def safe(self, value: ast.expr) -> bool:
        """Whether the expression is markup, or stands in the code."""
        if isinstance(value, ast.IfExp):
            return self.safe(value.body) and self.safe(value.orelse)
        if isinstance(value, ast.Lambda):
            return self.safe(value.body)
        if isinstance(value, ast.Call):
            return self.returned(value.func) in SAFE
        if isinstance(value, ast.Name):
            return self.annotated(value) or self.each_is(value, self.safe)
        return self.constant(value)

    def constant(self, value: ast.expr) -> bool:
        """Whether the text stands in the code."""
        if isinstance(value, ast.IfExp):
            return self.constant(value.body) and self.constant(value.orelse)
        if isinstance(value, ast.Name):
            return self.each_is(value, self.constant)
        return isinstance(value, ast.Constant)

    def returned(self, function: ast.expr) -> str:
        """What a function says that it returns, in the words of its annotation."""
        if isinstance(function, ast.Name) and function.id in self.returns:
            return self.returns[function.id]
        place, _, name = ast.unparse(function).rpartition(".")
        if self.imported.get(name) == (Markup.__module__, Markup.__name__):
            return Markup.__name__
        module, last = self.imported.get(place or name, ("", ""))
        if not module.startswith(("pages", "indicators")):
            return ""
        home = import_module(f"{module}.{last}") if place else import_module(module)
        made = inspect.signature(getattr(home, name), eval_str=True).return_annotation
        return {Markup: "Markup", pa.Table: "pa.Table"}.get(made, "")

    def annotated(self, name: ast.Name) -> bool:
        """Whether it is an argument or a variable that is annotated as markup, which mypy holds it to."""
        scope = self.scopes.get(id(name), self.tree)
        arguments = [each for each in ast.walk(scope) if isinstance(each, ast.arg) and each.arg == name.id]
        variables = [each for each in ast.walk(scope) if isinstance(each, ast.AnnAssign) and targets(each, name.id)]
        return any(each.annotation and ast.unparse(each.annotation) in SAFE for each in [*arguments, *variables])

    def each_is(self, name: ast.Name, rule: "object") -> bool:
        """Whether the name is given a value where it is used, and the rule holds for each of them."""
        scope = self.scopes.get(id(name), self.tree)
        given = [node for node in ast.walk(scope) if isinstance(node, ast.Assign) and targets(node, name.id)]
        others = [node for node in ast.walk(scope) if binds(node, name.id)]
        return bool(given) and not others and all(rule(each.value) for each in given)  # type: ignore[operator]


def targets(node: ast.Assign | ast.AnnAssign, name: str) -> bool:
    """Whether the assignment gives this name a value, and no other name."""
    places = node.targets if isinstance(node, ast.Assign) else [node.target]
    return all(isinstance(place, ast.Name) for place in places) and name in {ast.unparse(place) for place in places}


def binds(node: ast.AST, name: str) -> bool:
    """Whether the name gets a value there that is not looked at: of a loop, an argument, several at once."""
    if isinstance(node, ast.arg):
        return node.arg == name
    if isinstance(node, ast.For | ast.comprehension):
        places = [node.target]
    elif isinstance(node, ast.Assign):
        places = [place for place in node.targets if not isinstance(place, ast.Name)]
    elif isinstance(node, ast.AugAssign | ast.NamedExpr):
        places = [node.target]
    else:
        return False
    return any(isinstance(each, ast.Name) and each.id == name for place in places for each in ast.walk(place))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_what_a_page_draws_is_markup(script: Path) -> None:
    assert Page(script.read_text()).violations() == []


HEAD = "from indicators import markup as drawn\nfrom indicators.markup import Markup, joined, markup, typed\n"


@pytest.mark.parametrize(
    "code",
    [
        "st.caption(release.note)",
        "st.markdown(f'By {release.by}')",
        "st.markdown('By ' + release.by)",
        "shown.table(frame)",
        "st.error(str(error))",
        "st.metric(typed(a), b)",
        "st.page_link('x.py', label=name)",
        "st.text_input('Name', help=why)",
        "st.segmented_control(typed(a), names, format_func=lambda name: titles[name])",
        "for title in titles:\n    st.header(title)",
        "title = typed(a)\nif b:\n    title = b\nst.header(title)",
        "def draw(text: str) -> None:\n    st.markdown(text)",
        "def words() -> str:\n    return ''\nst.markdown(words())",
        "st.markdown(Markup(note))",
        "st.markdown(markup(note))",
        "st.markdown(markup(f'{note}'))",
        "st.markdown(joined(note, []))",
        "status.update(label=name)",
    ],
)
def test_a_text_that_is_no_markup_is_found(code: str) -> None:
    assert len(Page(f"{HEAD}{code}").violations()) == 1


@pytest.mark.parametrize(
    "code",
    [
        "st.caption('All of them.')",
        "st.markdown(markup('By {}', release.by))",
        "said = 'By {}'\nst.markdown(markup(said, release.by))",
        "st.table(drawn.table(frame))",
        "def words() -> Markup:\n    return typed(a)\nst.markdown(words() if a else 'None.')",
        "def draw(text: Markup) -> None:\n    st.markdown(text)",
        "prepared: pa.Table = tables[0]\nst.table(prepared)",
        "drawn.table(frame)",
        "st.text(note)",
    ],
)
def test_markup_and_words_in_the_code_are_not(code: str) -> None:
    assert Page(f"{HEAD}{code}").violations() == []


HOSTILE = (
    "ok ![x](http://host/n.png) [sign in](http://host/p) <img src=x> www.host.uk a@b.org :smile: :red[x]\n\n# H\n- i"
)
MARKDOWN = MarkdownIt("gfm-like", {"linkify": False})


@given(st.text(st.sampled_from("ab1 .)-+*_~=#>|:[]()<>!&;`\\/$\n\t\r") | st.characters(codec="utf-8"), max_size=40))
@example(HOSTILE)
@example("    code")
@example("a\n---")
@example("| a |\n|---|\n| b |")
@example("&lt;b&gt; &amp;")
def test_any_text_is_drawn_as_typed(text: str) -> None:
    """What a parser of Markdown makes of it is the same words in the same lines, and no mark of its own."""
    drawn = MARKDOWN.render(f"x {as_typed(text)} y") + MARKDOWN.render(as_typed(text))
    assert set(re.findall(r"<(/?\w+)", drawn)) <= {"p", "/p", "br"}
    plain = html.unescape(re.sub(r"<[^>]*>", "", drawn)).replace("\u2060", "")
    words = text.replace("\u2060", "").replace("\0", "\ufffd").split()
    assert plain.split() == ["x", *words, "y", *words]


def test_addresses_and_names_of_signs_are_parted() -> None:
    assert as_typed("http://a.uk") == "http:\u2060//a.uk"
    assert as_typed("www.a.uk") == "www\u2060.a.uk"
    assert as_typed("me@a.uk") == "me\u2060@a.uk"
    assert as_typed(":smile: at 12:30") == ":\u2060smile: at 12:30"


def test_values_are_escaped_and_markup_stays() -> None:
    assert markup("**{}**: {:,}", "a*b", 1234) == r"**a\*b**: 1,234"
    assert markup("{} {name}", markup("**{}**", "x"), name="[y]") == r"**x** \[y\]"
    assert joined(", ", ["a_b", "", markup("*c*")]) == r"a\_b, *c*"
    assert listed(["- a", "b"]) == "- \\- a\n- b"
    assert small(["a", "", "b]"]) == ":small[a]  \n:small[b\\]]"
    assert picture("a]", "data:x") == "![a\\]](data:x)"
    assert picture("a", "") == ""
    assert code("a`b\n\nc") == "`a'b c`"


def test_cells_and_headings_of_tables_are_escaped() -> None:
    drawn = rows([{"A*": "x*", "B": markup("**{}**", "y")}])
    assert drawn.to_pylist() == [{r"A\*": r"x\*", "B": "**y**"}]
    frame = pd.DataFrame({"A": ["x*", ""], "Link": ["[a](b)", "c"], "N": [1.5, 2.0]})
    assert table(frame, marked=("Link",)).to_pylist() == [
        {"A": r"x\*", "Link": "[a](b)", "N": 1.5},
        {"A": "", "Link": "c", "N": 2.0},
    ]
