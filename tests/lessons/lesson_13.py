"""Lesson 13 for other lists, counts and audiences; expected values from the CSV files by plain pandas."""

from itertools import product
from pathlib import Path

import pandas as pd

from ecopark import places

OWN = str(Path(__file__).parent / "own_counts_13.csv")
GRID = [
    {"place_list": "uk", "audience": "enterprises", "start_date": "2014-08"},
    {"quantity": "plans_approved", "start_date": "2005-11", "end_date": "2014-04"},
    {
        "place_list": "rockefeller",
        "quantity": "plans_approved",
        "start_date": "2014-04",
        "end_date": "2014-08",
        "audience": "local government",
    },
    {"place_list": "wwf", "quantity": "under_construction", "start_date": "2014-08"},
    {"start_date": "2017-06-30", "end_date": "2019-06"},
    {"counts_file": OWN, "start_date": "2015", "end_date": "2020-06"},
]
SENSELESS = [
    ({"place_list": "swiss"}, "There is no list of places 'swiss'"),
    ({"audience": "students"}, "There is no audience 'students'"),
    ({"quantity": "famous"}, "There is no quantity 'famous'"),
    ({"start_date": "2013"}, "No count of named has the date '2013'"),
    ({"start_date": "2019-06", "end_date": "2014-04"}, "must come before"),
    ({"counts_file": "no-such-file.csv"}, "the file cannot be read"),
    (
        {"counts_file": OWN, "start_date": "2015", "end_date": "2016-03"},
        "No count of named has the date '2016-03'",
    ),
]


def table(package, name):
    return pd.read_csv(places.datasets() / package / f"{name}.csv", dtype={"date": str})


def all_counts(quantity, counts_file):
    """Return the exact counts and the lower bounds as lists of (period, count)."""
    if counts_file:
        own = pd.read_csv(OWN, dtype={"date": str})
        return [
            [
                (pd.Period(date), count)
                for date, count in own.loc[own["kind"] == kind, ["date", "count"]].values
            ]
            for kind in ("exact", "at least")
        ]
    rows = table("participation", "eip_counts")
    rows["plans_approved"] = rows["plans_approved"].fillna(rows["named"] + rows["under_construction"])
    exact = rows.dropna(subset=[quantity])
    bounds = rows.dropna(subset=["named_at_least"]) if quantity == "named" else rows.head(0)
    return [
        [(pd.Period(date), count) for date, count in zip(found["date"], found[column], strict=True)]
        for found, column in ((exact, quantity), (bounds, "named_at_least"))
    ]


def contradictions(exact, bounds):
    falls = [1 for (one, a), (two, b) in product(exact, exact) if one.end_time < two.start_time and b < a]
    below = [
        1
        for (one, a), (two, b) in product(exact, bounds)
        if one.start_time <= two.end_time and two.start_time <= one.end_time and a < b
    ]
    return len(falls) + len(below)


def expected(place_list, quantity, start_date, end_date, audience, counts_file):
    lists = table("eco_cities", "places")
    own = lists[lists["list"] == place_list]
    exact, bounds = all_counts(quantity, counts_file)
    (begin, first), (end, last) = (
        next(item for item in exact if item[0] == pd.Period(date)) for date in (start_date, end_date)
    )
    year = pd.Timedelta(days=365.25)
    times = [
        (end.end_time.normalize() - begin.start_time) / year,
        (end.start_time - begin.end_time.normalize()) / year,
    ]
    trained, topics = table("trainings", "training_audiences"), table("trainings", "training_topics")
    reached = trained.query("audience == @audience")["training"]
    taught = topics[topics["training"].isin(reached)]["theme"]
    other = lists.loc[lists["list"] != place_list, "name_en"]
    return {
        "bodies in charge of cities": len(table("eco_cities", "agencies")),
        "places in the list": len(own),
        "provinces in the list": int(own["level"].eq("province").sum()),
        "cities in the list": int(own["level"].eq("city").sum()),
        "places that stand in other lists too": int(own["name_en"].isin(other).sum()),
        "counts that contradict another": 0
        if quantity == "under_construction"
        else contradictions(exact, bounds),
        "change between the two dates [parks]": int(last - first),
        "growth, low end [parks/year]": min((last - first) / time for time in times),
        "growth, high end [parks/year]": max((last - first) / time for time in times),
        "trainings for the audience": len(reached),
        "themes that never reach the audience": topics["theme"].nunique() - taught.nunique(),
    }
