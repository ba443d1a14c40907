"""Figures and sliders: they show what the tested functions give, and say it in words."""

import matplotlib as mpl
import pytest

import ecopark as ep
from ecopark.errors import UnknownName

mpl.use("agg")
PANEL = ep.datasets.synthetic_panel(zones=3, years=4, seed=2)
ASSESSED = ep.assess(PANEL)


@pytest.fixture(autouse=True)
def _closed():
    from matplotlib import pyplot as plt

    yield
    plt.close("all")


def test_gap_chart_draws_each_decided_indicator():
    own = ASSESSED[(ASSESSED["zone"] == "Synthetic zone 2") & (ASSESSED["year"] == 2008)]
    axes = ep.plots.gap_chart(ASSESSED, "Synthetic zone 2", 2008)
    passed = (own["status"] == "pass").sum()
    assert axes.get_title(loc="left") == f"Synthetic zone 2, 2008: {passed} of 24 indicators pass"
    assert len(axes.patches) == own["status"].isin(["pass", "fail"]).sum()
    assert "%" in axes.get_xlabel()
    assert {p.get_hatch() for p in axes.patches} == {"", "///"}  # readable without colour
    assert f"{passed} of 24" in ep.plots.alt_text(axes)
    worst = own.loc[own["gap"].idxmin(), "indicator"]
    assert worst in ep.plots.alt_text(axes)


def test_gap_chart_of_an_unknown_zone_fails():
    with pytest.raises(UnknownName, match="zone and year 'Nowhere, 2008'"):
        ep.plots.gap_chart(ASSESSED, "Nowhere", 2008)


def test_share_funnel_says_both_averages():
    axes = ep.plots.share_funnel(ep.datasets.load("ctip_subsidies"))
    assert "pooled share 6.8 %, mean share 8.5 %" in axes.get_title(loc="left")
    assert "10 without a known investment" in axes.get_title(loc="left")
    assert len({line.get_linestyle() for line in axes.lines}) == 2
    assert "Guangzhou ETDZ 2.3 %" in ep.plots.alt_text(axes)


def test_share_funnel_without_any_investment_still_answers():
    table = ep.datasets.load("ctip_subsidies").assign(investment=float("nan"))
    assert "No zone has a known investment" in ep.plots.share_funnel(table).get_title(loc="left")


def test_show_gives_a_picture_with_alt_text():
    from matplotlib import pyplot as plt

    axes = ep.plots.share_funnel(ep.datasets.load("ctip_subsidies"))
    html = ep.plots.show(axes).data
    assert html.startswith('<img alt="Subsidy as a share')
    assert "base64" in html
    assert not plt.get_fignums()


def test_what_if_slider_shows_what_the_function_gives(capsys):
    slider = ep.widgets.what_if_slider(PANEL, "Synthetic zone 1", 2008, "energy")
    assert slider.children[0].value == 0
    slider.children[0].value = -20
    slider.update()
    assert "changed" in capsys.readouterr().out


def test_what_if_slider_of_an_unknown_column_fails_before_it_is_drawn():
    with pytest.raises(UnknownName, match="column"):
        ep.widgets.what_if_slider(PANEL, "Synthetic zone 1", 2008, "mayor")


def test_leave_out_slider_orders_zones_by_investment(capsys):
    slider = ep.widgets.leave_out_slider(ep.datasets.load("ctip_subsidies"))
    assert slider.children[0].options[0] == "nobody"
    slider.children[0].value = "Guangzhou ETDZ"
    slider.update()
    assert "8.62" in capsys.readouterr().out
