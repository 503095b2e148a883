"""Where one token of a module may be changed, and into what: comparisons, arithmetic, and/or/not, numbers, facts.

Left alone are docstrings, types, imports, `__all__`, texts (also what is computed within them), the `in` of a loop, how
many answers a cache holds, and what guards against programmers alone: a dataclass that is frozen, a zip that is strict.
"""

import ast
import io
import keyword
import random
import re
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

#: Words and signs, and what each may become.
OTHERS: dict[str, tuple[str, ...]] = {
    "==": ("!=",), "!=": ("==",), "<": ("<=", ">"), "<=": ("<", ">="), ">": (">=", "<"), ">=": (">", "<="),
    "+": ("-",), "-": ("+",), "*": ("/",), "/": ("*", "//"), "//": ("/",), "%": ("//",), "**": ("*",),
    "&": ("|",), "|": ("&",), "~": ("",), "+=": ("-=",), "-=": ("+=",), "True": ("False",), "False": ("True",),
    "and": ("or",), "or": ("and",), "not": ("",), "in": ("not in",), "is": ("is not",),
}  # fmt: skip
#: Signs that also mark arguments, and parts of a whole: they count only between two operands.
BETWEEN = ("*", "/", "**")
PAIRS = (
    "first last", "lower upper", "period_start period_end", "start end", "better worse", "higher lower",
    "higher_is_better lower_is_better", "increasing decreasing", "before after", "earlier later", "error warning",
    "note warning", "left right", "inner outer", "min max", "count denominator", "sum mean", "mean median",
    "monthly quarterly", "month quarter", "day month", "financial_year academic_year", "provisional estimated",
    "odd_here odd_there", "ffill bfill", "any all", "known unknown", "own others",
)  # fmt: skip
FACTS = {word: other for pair in PAIRS for word, other in (pair.split(), pair.split()[::-1])}


@dataclass(frozen=True)
class Mutant:
    """A module with one token changed. `near` has the lines of the outermost function around it and of those of the
    module that it calls; outside of any, of the statement and of the functions that use the `names` that it gives a
    value to."""

    file: str
    line: int
    was: str
    becomes: str
    content: str
    near: frozenset[int]
    names: tuple[str, ...] = ()


def draw(root: Path, files: Iterable[Path], number: int, dice: random.Random) -> list[Mutant]:
    """So many mutants of these files, no two of the same token; all that there are where they are fewer."""
    found = [(file, *place) for file in files for place in places(file.read_text(encoding="utf-8"))]
    drawn = dice.sample(found, min(number, len(found)))
    return [mutant(root, file, token, dice.choice(others)) for file, token, others in drawn]


def mutant(root: Path, file: Path, token: tokenize.TokenInfo, other: str) -> Mutant:
    text = file.read_text(encoding="utf-8")
    lines, (number, start), end = text.splitlines(), token.start, token.end[1]
    was = lines[number - 1]
    becomes = was[:start] + other + was[end:]
    content = "\n".join([*lines[: number - 1], becomes, *lines[number:], ""])
    module = ast.parse(text)
    inside = [each for each in ast.walk(module) if isinstance(each, ast.stmt) and number in lines_of(each)]
    functions = [each for each in inside if isinstance(each, ast.FunctionDef)]
    around = functions[0] if functions else inside[-1]
    names = frozenset() if functions else _named(around, ast.Store)
    by_name = {each.name: each for each in module.body if isinstance(each, ast.FunctionDef)}
    nearest = [around, *(each for each in by_name.values() if names & _named(each, ast.Load))]
    called = [by_name[called] for each in nearest for called in _named(each, ast.Load) & by_name.keys()]
    near = frozenset(line for each in (*nearest, *called) for line in lines_of(each))
    name = file.relative_to(root).as_posix()
    return Mutant(name, number, was.strip(), becomes.strip(), content, near, tuple(sorted(names)))


def _named(node: ast.AST, context: type[ast.expr_context]) -> frozenset[str]:
    """The names that are used in it, or given a value."""
    return frozenset(each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, context))


def lines_of(statement: ast.stmt) -> range:
    """The lines that a statement stands on, with its decorators."""
    decorators = getattr(statement, "decorator_list", [])
    return range(min(each.lineno for each in (statement, *decorators)), (statement.end_lineno or 0) + 1)


def places(text: str) -> Iterator[tuple[tokenize.TokenInfo, tuple[str, ...]]]:
    """Each token of a module that may be changed, with what it may become."""
    closed = left_alone(text)
    tokens = [
        token
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type not in (tokenize.NL, tokenize.COMMENT)
    ]
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        pair = (before.string, token.string) == ("not", "in") or (token.string, after.string) == ("is", "not")
        marks = token.string in BETWEEN and (before.string in "({[,:=" or keyword.iskeyword(before.string))
        others = () if pair or marks or any(start <= token.start < end for start, end in closed) else _others(token)
        if others:
            yield token, others


def _others(token: tokenize.TokenInfo) -> tuple[str, ...]:
    if token.type == tokenize.NUMBER:
        number = ast.literal_eval(token.string)
        return tuple(repr(other) for other in (number + 1, number - 1) if other != number)
    if token.type == tokenize.STRING:
        word = token.string.strip('"')
        return (f'"{FACTS[word]}"',) if word in FACTS else ()
    return OTHERS.get(token.string, ())


def left_alone(text: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """From where to where, as line and column, nothing is changed."""
    lines = [line.encode() for line in text.splitlines()]

    def at(line: int | None, column: int | None) -> tuple[int, int]:
        return line or 0, len(lines[(line or 1) - 1][:column].decode())

    found = []
    for node in ast.walk(ast.parse(text)):
        found += [(each, each) for each in _closed(node)]
        if isinstance(node, ast.For | ast.comprehension):
            found.append((node.target, node.iter))
    return [
        (at(first.lineno, first.col_offset), at(last.end_lineno, last.end_col_offset))
        if first is last
        else (at(first.end_lineno, first.end_col_offset), at(last.lineno, last.col_offset))
        for first, last in found
    ]


def _closed(node: ast.AST) -> list[ast.expr | ast.stmt]:
    """The parts of a node that are left alone, if not all of it."""
    match node:
        case ast.Import() | ast.ImportFrom() | ast.JoinedStr() | ast.Expr(value=ast.Constant()):
            return [node]
        case ast.Assign(targets=[ast.Name(id=name)]) if re.fullmatch("__all__|_?[A-Z][a-z]+[A-Za-z]*", name):
            return [node]  # a name like that is a type's
        case ast.keyword(arg="frozen" | "slots" | "strict" | "maxsize"):
            return [node.value]
        case (
            ast.FunctionDef(returns=annotation) | ast.arg(annotation=annotation) | ast.AnnAssign(annotation=annotation)
        ):
            return [annotation] if annotation else []
    return []
