"""Sliders: they show what the tested functions give, and say it in words."""

import pytest

import ecopark as ep
import ecopark_course as course
from ecopark.errors import UnknownNameError

PANEL = ep.datasets.synthetic_panel(zones=3, years=4, seed=2)


def test_what_if_slider_shows_what_the_function_gives(capsys):
    slider = course.widgets.what_if_slider(PANEL, "Synthetic zone 1", 2008, "energy")
    assert slider.children[0].value == 0
    slider.children[0].value = -20
    slider.update()
    assert "changed" in capsys.readouterr().out


def test_what_if_slider_of_an_unknown_column_fails_before_it_is_drawn():
    with pytest.raises(UnknownNameError, match="column"):
        course.widgets.what_if_slider(PANEL, "Synthetic zone 1", 2008, "mayor")


def test_leave_out_slider_orders_zones_by_investment(capsys):
    slider = course.widgets.leave_out_slider(ep.datasets.load("ctip_subsidies"))
    assert slider.children[0].options[0] == "nobody"
    slider.children[0].value = "Guangzhou ETDZ"
    slider.update()
    assert "8.62" in capsys.readouterr().out
