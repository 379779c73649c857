"""Words, numbers, maps and charts: complete in both languages, honest, with all their marks."""

from __future__ import annotations

import re
import string
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from microville.errors import InputError
from microville.figures import access_before_after, access_map, change_map, load_words
from microville.figures.map_legend import CHANGE_COLOURS
from microville.figures.map_panels import change_counts
from microville.figures.results import Spread
from microville.figures.who import kind_of

SOURCES = Path(__file__).parents[2] / "sim" / "microville" / "figures"


def fields(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def texts(figure):
    """Every text that a figure shows, those of its axes and annotations too."""
    return [t.get_text() for t in figure.findobj(lambda artist: hasattr(artist, "get_text"))]


def homes(village, change=0.0):
    """Homes of the village; those of the focus zone change by so much at the end."""
    buildings = village.layers["buildings"]
    spots = buildings.geometry.centroid
    east = (buildings["zone"] == "E").to_numpy()
    frame = pd.DataFrame(
        {
            "building_id": buildings["building_id"].to_numpy(),
            "zone": buildings["zone"].to_numpy(),
            "x": spots.x.to_numpy(),
            "y": spots.y.to_numpy(),
            "persons": np.where(buildings["site"], 0, buildings["dwellings"] * 2),
        }
    )
    for mode in ("walk", "bike"):
        for minutes in (15, 30):
            frame[f"start_{mode}_{minutes}"] = 0.4
            moved = change if (mode, minutes) == ("bike", 15) else 0.0
            frame[f"end_{mode}_{minutes}"] = 0.4 + np.where(east, moved, 0.0)
    return frame


def test_both_languages_have_the_same_keys_and_placeholders():
    french, english = load_words("fr").table, load_words("en").table
    assert set(french) == set(english)
    assert {k for k in french if fields(french[k]) != fields(english[k])} == set()
    assert all(
        text
        for key, text in french.items()
        if not key.endswith("_mark") and not key.startswith("units.")
    )
    with pytest.raises(InputError, match="'de'"):
        load_words("de")


def test_every_key_that_the_code_names_is_in_the_tables():
    named = set()
    for path in [*SOURCES.glob("*.py"), *SOURCES.glob("templates/*.j2")]:
        found = re.findall(
            r"\b(?:words|w|self)\(\s*\"([a-z][a-z0-9_.]*)\"", path.read_text("utf-8")
        )
        named |= {key for key in found if not key.endswith(".")}
    assert len(named) > 100
    assert named - set(load_words("fr").table) == set()


def test_numbers_are_written_as_french_readers_write_them():
    fr, en = load_words("fr"), load_words("en")
    assert fr.number(1234.5, 1) == "1\u202f234,5"
    assert fr.number(-1_234_567) == "\u22121\u202f234\u202f567"
    assert (fr.number(-0.4), fr.signed(0.04, 1), fr.signed(3)) == ("0", "0,0", "+3")
    assert fr.percent(0.1234, 1) == "12,3\u202f%"
    assert fr.euros(1_250_000) == "1,25\u00a0M€"
    assert fr.euros(-45_678) == "\u221246\u202f000\u00a0€"
    assert fr.month(119) == "décembre\u00a02034"
    assert (en.number(1234.5, 1), en.percent(0.5)) == ("1,234.5", "50%")
    # Signs do not fall to the next line in French.
    assert not [k for k, text in fr.table.items() if re.search(r" [:;?!%»]|« ", text)]


def test_small_differences_are_no_change_and_seeds_that_disagree_are_open():
    assert kind_of(Spread(0.0099, 0.0, 0.02)) == "same"
    assert kind_of(Spread(0.05, 0.04, 0.06)) == "gain"
    assert kind_of(Spread(-0.05, -0.06, -0.04)) == "loss"
    assert kind_of(Spread(0.05, -0.01, 0.11)) == "open"


def test_change_counts_add_up_and_use_the_threshold():
    change = pd.Series([-0.5, -0.01, -0.009, 0.0, 0.009, 0.01, 0.3])
    persons = pd.Series([1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0])
    assert change_counts(change, persons) == (3.0, 28.0, 96.0)


@pytest.mark.parametrize("area", ["near", "whole"])
def test_access_maps_bear_scale_north_source_and_the_mark_of_a_schematic_map(village, area):
    one = access_map(village, homes(village), "end_walk_15", area=area, subtitle="Essai, mai 2030")
    two = access_before_after(
        village, homes(village), homes(village), area=area, titles=("A", "B"), lang="en"
    )
    shown = texts(one)
    assert {"carte schématique", "N", "Essai, mai 2030"} <= set(shown)
    assert any(re.fullmatch(r"[\d\u202f]+\u00a0k?m", text) for text in shown)
    assert any(text.startswith("Sources\u00a0: none") for text in shown)
    assert "0 à 20\u202f%" in shown
    assert texts(two).count("schematic map") == 2
    one.canvas.draw()


def test_streets_are_a_few_collections_whatever_their_number(village):
    figure = access_map(village, homes(village))
    assert len(figure.axes[0].collections) < 25


def test_no_change_is_drawn_and_said_as_plainly_as_a_gain(village):
    before = homes(village)
    same = texts(change_map(village, before, homes(village)))
    assert [t for t in same if t.endswith("pas de changement pour les 150")] == [
        "Habitants de East (janvier 2025)\u00a0: pas de changement pour les 150"
    ] * 2
    gain = texts(change_map(village, before, homes(village, 0.2)))
    assert (
        "Habitants de East (janvier 2025)\u00a0: pas de changement 0 · gain 150 · perte 0" in gain
    )
    figure = change_map(village, before, homes(village))
    colours = {
        tuple(c)
        for axes in figure.axes
        for collection in axes.collections
        if collection.get_array() is not None and len(collection.get_array())
        for c in collection.to_rgba(collection.get_array()).round(3)
    }
    grey = int(CHANGE_COLOURS[3][1:3], 16) / 255
    assert {round(colour[0], 3) for colour in colours} == {round(grey, 3)}
