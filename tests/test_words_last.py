"""Nothing reads a sentence of ours to learn a fact: whoever knows it hands it on, and the words are made last."""

import ast

import pytest

from tests.test_architecture import NAMES, tree

#: Attributes that hold a sentence, or part of one.
SENTENCES = {"message", "sentence", "fix", "reason", "finding", "headline", "summary"}
#: Methods that hand on a text without looking into it.
TIDYING = {"strip", "lstrip", "rstrip", "lower", "upper", "casefold", "capitalize"}
#: Methods of a text, of a pattern or of `re` that look into a text.
LOOKING = {
    *("startswith", "endswith", "removeprefix", "removesuffix", "partition", "rpartition", "split", "rsplit"),
    *("splitlines", "find", "rfind", "index", "rindex", "count"),
}
MATCHING = {"match", "fullmatch", "search", "findall", "finditer", "split", "sub", "subn"}
#: The module that makes words, and all our errors, whose text is a sentence of ours; that of another's is not.
WORDING = "indicators.wording"
ERRORS = {node.name for name in NAMES for node in ast.walk(tree(name)) if isinstance(node, ast.ClassDef)}


def violations(module: ast.Module, name: str = "") -> list[str]:
    """The places in the module of that name that look into a sentence: line and text of the expression."""
    words = worded(module, name)
    found: set[tuple[int, str]] = set()
    for nodes in scopes(module):
        names = sentences(nodes, words)
        looking = [node for node in nodes if isinstance(node, ast.expr) and looks(node, words, names)]
        found |= {(node.lineno, ast.unparse(node)) for node in looking}
    return [f"line {line}: {text}" for line, text in sorted(found)]


def scopes(module: ast.Module) -> list[list[ast.AST]]:
    """What stands in the module outside its functions, and in each function, with those inside it."""
    functions = [list(ast.walk(node)) for node in ast.walk(module) if isinstance(node, ast.FunctionDef)]
    inside = {id(node) for nodes in functions for node in nodes}
    return [[node for node in ast.walk(module) if id(node) not in inside], *functions]


def worded(module: ast.Module, name: str) -> set[str]:
    """What the module calls `wording` and the functions of it."""
    nodes = list(ast.walk(module))
    imported = [(node.module, alias) for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names]
    own = {node.name for node in nodes if isinstance(node, ast.FunctionDef)} if name == WORDING else set()
    own -= {"plain"}  # a number, which is no sentence
    return own | {
        alias.asname or alias.name
        for place, alias in imported
        if (place == WORDING and alias.name.islower()) or f"{place}.{alias.name}" == WORDING
    }


def sentences(nodes: list[ast.AST], words: set[str]) -> set[str]:
    """The names in a scope that are given a sentence: an error's own, or a variable's that holds one."""
    handlers = [node for node in nodes if isinstance(node, ast.ExceptHandler) and node.type and node.name]
    names = {f"str({node.name})" for node in handlers if words_in(node.type) & ERRORS}
    for node in nodes:
        if isinstance(node, ast.Assign | ast.NamedExpr) and holds(node.value, words, names):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


def words_in(node: ast.expr) -> set[str]:
    """The names in an expression, each part of a dotted one by itself."""
    return {getattr(each, "id", getattr(each, "attr", "")) for each in ast.walk(node)}


def holds(node: ast.expr, words: set[str], names: set[str]) -> bool:
    """Whether an expression is a sentence: an attribute, an error as text, what `wording` makes, a name for these."""
    if isinstance(node, ast.Name | ast.Call) and ast.unparse(node) in names:
        return True
    if isinstance(node, ast.Attribute):
        return node.attr in SENTENCES
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        of = node.func.value
        return (isinstance(of, ast.Name) and of.id in words) or (node.func.attr in TIDYING and holds(of, words, names))
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in words


def looks(node: ast.expr, words: set[str], names: set[str]) -> bool:
    """Whether an expression looks into a sentence, or asks whether a text is a question."""
    if isinstance(node, ast.Compare):
        inside = isinstance(node.ops[0], ast.In | ast.NotIn) and isinstance(node.left, ast.Constant | ast.JoinedStr)
        return inside and holds(node.comparators[0], words, names)
    if isinstance(node, ast.Subscript):
        return holds(node.value, words, names)
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    method, given = node.func.attr, [*node.args, *(keyword.value for keyword in node.keywords)]
    question = method == "endswith" and [ast.unparse(each) for each in node.args] == ["'?'"]
    compared = method in MATCHING | LOOKING and any(holds(each, words, names) for each in given)
    return question or compared or (method in LOOKING and holds(node.func.value, words, names))


@pytest.mark.parametrize("name", NAMES)
def test_no_sentence_of_ours_is_looked_into(name: str) -> None:
    assert violations(tree(name), name) == []


# The check itself

TRIED = "try:\n    f()\nexcept"


@pytest.mark.parametrize(
    "text",
    [
        "re.search('x', fault.message)",
        "_FIX.fullmatch(finding.sentence.strip())",
        "re.sub('x', '', string=one.fix)",
        "'better than' in status.reason",
        "f'{x} of' not in status.reason",
        "one.message.partition('. ')[2]",
        "column.endswith('?')",
        "told.fix.casefold().startswith('write')",
        "one.message[:-1]",
        "text.removeprefix(one.sentence)",
        f"{TRIED} PeriodError as error:\n    told = str(error).split('. ')",
        f"{TRIED} (OSError, errors.UserError) as error:\n    told = str(error)\nX.match(told)",
        "from indicators import wording\nwording.interval(a, b).partition(' to ')",
        "from indicators.wording import sentence\nsentence(x)[:-1]",
        "from indicators import wording\nif text := wording.day(x):\n    text.removeprefix('a')",
    ],
)
def test_what_looks_into_a_sentence_is_found(text: str) -> None:
    assert len(violations(ast.parse(text))) == 1


def test_wording_itself_is_held_to_it() -> None:
    text = "def interval(): ...\ndef usual():\n    return interval().partition(' to ')[2]"
    assert len(violations(ast.parse(text), WORDING)) == 1
    assert violations(ast.parse(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "re.search('x', cell.text)",
        "heading.endswith('code')",
        "print(fault.message, str(error))",
        "f'{one.message} {one.fix}'.strip()",
        "status.reason == 'none'",
        "'x' in codes",
        "reasons[status]",
        "from indicators import wording\nwording.day(x) + text.partition(' ')[0]",
        f"{TRIED} OSError as error:\n    told = str(error).splitlines()",
        f"{TRIED} PeriodError as error:\n    told = error.args[0]",
        "str(number).split('.')",
    ],
)
def test_nothing_else_is_found(text: str) -> None:
    assert violations(ast.parse(text)) == []
