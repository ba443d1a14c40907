import pytest

from ecopark.errors import DataError, EcoparkError, Issue, UnitMismatch, UnknownNameError


def test_an_unknown_name_gets_the_nearest_one():
    error = UnknownNameError("zone", "Tianjing", ["Tianjin", "Rizhao"])
    assert str(error) == "Unknown zone 'Tianjing'. Did you mean 'Tianjin'? Known: Tianjin, Rizhao."
    assert isinstance(error, KeyError)
    assert isinstance(error, EcoparkError)


def test_the_beginning_of_a_name_is_enough():
    assert "Did you mean 'ctip_subsidies'" in str(
        UnknownNameError("package", "ctip", ["panel", "ctip_subsidies"])
    )


def test_an_unknown_name_far_from_all_gets_no_guess():
    assert "Did you mean" not in str(UnknownNameError("zone", "xyz", ["Tianjin"]))


def test_data_problems_stand_together_and_are_counted():
    faults = [Issue("must not be negative", "cod", row, value=-row) for row in range(1, 9)]
    error = DataError("the panel", faults)
    assert str(error).startswith("8 problems in the panel:")
    assert str(error).count("must not be negative") == 5
    assert "and 3 more" in str(error)
    assert len(error.issues) == 8


def test_a_problem_counts_for_many_rows():
    error = DataError("the panel", [Issue("is empty", "cod", 1, count=7)])
    assert str(error).startswith("7 problems")


def test_leaves_are_also_what_python_calls_them():
    assert issubclass(DataError, ValueError)
    assert issubclass(UnitMismatch, ValueError)
    with pytest.raises(KeyError):
        raise UnknownNameError("zone", "a", [])


def test_a_problem_without_a_place_names_none():
    error = DataError("the output", [Issue("the folder does not exist", value="none", fix="make it")])
    assert str(error) == "1 problem in the output:\n  'none': the folder does not exist. Likely fix: make it."
    assert str(Issue("no row is left")) == "no row is left."


@pytest.mark.parametrize(
    ("rule", "fix", "line"),
    [
        ("is unknown", "Did you mean 'energy'?", "column a: is unknown. Likely fix: Did you mean 'energy'?"),
        ("out of range. Did you mean 'b'?", "", "column a: out of range. Did you mean 'b'?"),
        ("is empty.", "fill it in!", "column a: is empty. Likely fix: fill it in!"),
    ],
)
def test_a_sentence_ends_with_one_mark(rule, fix, line):
    assert str(Issue(rule, "a", fix=fix)) == line
