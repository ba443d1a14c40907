"""What two learners have in common, listed for a person to judge. Nothing here judges.

Two learners may work together, and a short right answer has only one form. So the lists say what is
equal, and leave the meaning to the teacher.
"""

from __future__ import annotations

import hashlib
import io
import re
import tokenize
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Shared", "plain_code", "same_answers", "same_texts"]

_LEAST = 40  # letters of code below which equal answers say nothing
_SPACE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}


@dataclass(frozen=True)
class Shared:
    """One thing to look at: which learners, in which exercises, and what is equal."""

    learners: tuple[str, ...]
    exercises: tuple[str, ...]
    what: str


def plain_code(source: str) -> str:
    """Return code without comments and without the way it is spaced.

    Examples
    --------
    >>> plain_code("a = 1  # mine") == plain_code("a=1")
    True
    """
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError, ValueError):
        return " ".join(re.sub(r"#.*", "", source).split())
    return " ".join(t.string for t in tokens if t.type not in _SPACE).strip()


def same_answers(answers: Mapping[str, Mapping[str, str]], blank: Mapping[str, str]) -> list[Shared]:
    """Return the groups of learners whose answer cells are the same, comments and blanks apart.

    Parameters
    ----------
    answers : mapping
        Source of each answer cell by exercise, by learner.
    blank : mapping
        The same cells as they were handed out: those do not count.
    """
    untouched = {exercise: plain_code(source) for exercise, source in blank.items()}
    groups: defaultdict[str, list[str]] = defaultdict(list)
    filled: dict[str, tuple[str, ...]] = {}
    for learner, cells in answers.items():
        code = {e: plain_code(source) for e, source in sorted(cells.items())}
        mine = {e: text for e, text in code.items() if text and text != untouched.get(e)}
        if sum(map(len, mine.values())) >= _LEAST:
            digest = hashlib.sha256(repr(mine).encode()).hexdigest()
            groups[digest].append(learner)
            filled[digest] = tuple(mine)
    return [
        Shared(tuple(learners), filled[digest], "the same answer cells")
        for digest, learners in groups.items()
        if len(learners) > 1
    ]


def same_texts(written: Mapping[str, Mapping[str, str]]) -> list[Shared]:
    """Return the groups of learners with the same written answer.

    Parameters
    ----------
    written : mapping
        Text by exercise, by learner.
    """
    groups: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for learner, texts in written.items():
        for exercise, text in texts.items():
            folded = " ".join(text.casefold().split())
            if len(folded) >= _LEAST:
                groups[exercise, folded].append(learner)
    return [
        Shared(tuple(learners), (exercise,), "the same written answer")
        for (exercise, _), learners in groups.items()
        if len(learners) > 1
    ]


def listed(shared: Sequence[Shared]) -> list[list[str]]:
    """Return the rows of a table: learners, exercises, what is equal."""
    return [["; ".join(s.learners), " ".join(s.exercises), s.what] for s in shared]
