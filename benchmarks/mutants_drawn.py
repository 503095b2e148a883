"""Where one token of a module may be changed, and into what: comparisons, arithmetic, and/or/not, numbers, facts.

Left alone are docstrings, types, imports, `__all__`, texts (also what is computed within them), and whether a dataclass
is frozen, which guards against programmers alone.
"""

import ast
import io
import random
import re
import tokenize
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

COMPARISONS = {
    "==": ("!=",), "!=": ("==",), "<": ("<=", ">"), "<=": ("<", ">="), ">": (">=", "<"), ">=": (">", "<="),
    "in": ("not in",), "not in": ("in",), "is": ("is not",), "is not": ("is",),
}  # fmt: skip
ARITHMETIC = {
    "+": ("-",), "-": ("+",), "*": ("/",), "/": ("*", "//"), "//": ("/",), "%": ("//",), "**": ("*",),
    "&": ("|",), "|": ("&",),
}  # fmt: skip
PAIRS = (
    "first last", "lower upper", "period_start period_end", "start end", "better worse", "higher lower",
    "higher_is_better lower_is_better", "increasing decreasing", "before after", "earlier later", "error warning",
    "note warning", "left right", "inner outer", "min max", "count denominator", "sum mean",
    "mean median", "monthly quarterly", "month quarter", "day month", "financial_year academic_year",
    "provisional estimated", "odd_here odd_there", "ffill bfill", "any all", "known unknown", "own others",
)  # fmt: skip
FACTS = {word: (other,) for pair in PAIRS for word, other in (pair.split(), pair.split()[::-1])}


@dataclass(frozen=True)
class Mutant:
    """One token changed: bytes `start` to `end` of a file. Its line is `line`; the statement it stands in has `lines`
    and gives a value to `names`."""

    file: str
    source: bytes
    start: int
    end: int
    new: str
    line: int
    lines: range
    names: frozenset[str]

    @cached_property
    def content(self) -> bytes:
        """The whole file with the change."""
        return self.source[: self.start] + self.new.encode() + self.source[self.end :]

    @property
    def was(self) -> str:
        return self.source.splitlines()[self.line - 1].decode().strip()

    @property
    def becomes(self) -> str:
        return self.content.splitlines()[self.line - 1].decode().strip()


class Finder(ast.NodeVisitor):
    """All tokens of a module that may be changed, each with what it may become."""

    def __init__(self, file: str, source: bytes) -> None:
        self.file, self.source = file, source
        self.found: list[tuple[Mutant, Sequence[str]]] = []
        self.statement: ast.stmt | None = None
        lines = source.splitlines(keepends=True)
        self.starts = [sum(map(len, lines[:number])) for number in range(len(lines) + 1)]
        self.tokens = [
            (self.starts[line - 1] + len(lines[line - 1].decode()[:column].encode()), token.string)
            for token in tokenize.tokenize(io.BytesIO(source).readline)
            if token.type in (tokenize.OP, tokenize.NAME)
            for line, column in [token.start]
        ]
        self.visit(ast.parse(source))

    def add(self, start: int, end: int, others: Iterable[str]) -> None:
        line = next(number for number, first in enumerate(self.starts) if first > start)
        inside = self.statement
        assert inside is not None
        lines = range(inside.lineno, (inside.end_lineno or inside.lineno) + 1)
        self.found.append((Mutant(self.file, self.source, start, end, "", line, lines, _names(inside)), list(others)))

    def between(self, left: int, right: int, words: Mapping[str, Sequence[str]], word: str) -> None:
        """The operator, of one or two tokens, that stands between two operands."""
        inside = [(place, text) for place, text in self.tokens if left <= place < right and text not in "()"]
        if word in words and inside and " ".join(text for _, text in inside) == word:
            place, text = inside[-1]
            self.add(inside[0][0], place + len(text), words[word])

    def first(self, node: ast.expr) -> int:
        return self.starts[node.lineno - 1] + node.col_offset

    def last(self, node: ast.expr) -> int:
        return self.starts[(node.end_lineno or 1) - 1] + (node.end_col_offset or 0)

    def visit(self, node: ast.AST) -> None:
        around = self.statement
        self.statement = node if isinstance(node, ast.stmt) else around
        super().visit(node)
        self.statement = around

    def visit_Import(self, node: ast.AST) -> None:
        """Left alone, as are arguments' types and texts with computed parts."""

    visit_ImportFrom = visit_arg = visit_JoinedStr = visit_Import  # noqa: N815

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        for part in (*node.decorator_list, node.args, *node.body):
            self.visit(part)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value:
            self.visit(node.value)

    def visit_Assign(self, node: ast.Assign) -> None:
        names = "".join(_names(node))
        if names != "__all__" and not re.fullmatch("[A-Z][a-z]+[A-Za-z]*", names):  # the name of a type
            self.generic_visit(node)

    def visit_keyword(self, node: ast.keyword) -> None:
        if node.arg not in ("frozen", "slots"):
            self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        signs = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.In: "in",
                 ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not"}  # fmt: skip
        operands = [node.left, *node.comparators]
        for left, sign, right in zip(operands, node.ops, operands[1:], strict=False):
            self.between(self.last(left), self.first(right), COMPARISONS, signs[type(sign)])
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        signs = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%",
                 ast.Pow: "**", ast.BitAnd: "&", ast.BitOr: "|"}  # fmt: skip
        self.between(self.last(node.left), self.first(node.right), ARITHMETIC, signs.get(type(node.op), ""))
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        word, other = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in zip(node.values, node.values[1:], strict=False):
            self.between(self.last(left), self.first(right), {word: (other,)}, word)
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        start, operand = self.first(node), self.first(node.operand)
        if isinstance(node.op, ast.Not):
            self.add(start, start + len("not "), ("",))
        elif isinstance(node.op, (ast.USub, ast.Invert)) and operand > start:
            self.add(start, start + 1, ("+",) if isinstance(node.op, ast.USub) else ("",))
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        value, place = node.value, (self.first(node), self.last(node))
        if isinstance(value, bool):
            self.add(*place, (str(not value),))
        elif isinstance(value, int | float):
            self.add(*place, (repr(value + 1), repr(value - 1)))
        elif isinstance(value, str) and value in FACTS:
            self.add(*place, tuple(f'"{word}"' for word in FACTS[value]))


def _names(statement: ast.stmt) -> frozenset[str]:
    """What a statement gives a value to."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return frozenset({statement.name})
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    return frozenset(target.id for target in targets if isinstance(target, ast.Name))


def draw(root: Path, files: Iterable[Path], number: int, dice: random.Random) -> list[Mutant]:
    """So many mutants of these files, no two of the same token; all that there are where they are fewer."""
    found = [each for file in files for each in Finder(file.relative_to(root).as_posix(), file.read_bytes()).found]
    drawn = dice.sample(found, min(number, len(found)))
    return [replace(mutant, new=dice.choice(others)) for mutant, others in drawn]
