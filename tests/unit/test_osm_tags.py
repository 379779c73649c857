"""Every rule that turns the tags of a street into permissions and a speed."""

import pytest

from microville.territory.osm.surface import KIND, SMOOTH, TRACKS, incline, surface, unreadable
from microville.territory.osm.tags import CLASSES, parse_speed, permissions, speed
from microville.territory.territory import BIKE, CAR, SURFACES, WALK, WHEELCHAIR

ON_FOOT = WALK | WHEELCHAIR
ALL = ON_FOOT | BIKE | CAR


@pytest.mark.parametrize(
    ("tags", "forward", "backward"),
    [
        ("highway=residential", ALL, ALL),
        ("highway=motorway", CAR, 0),
        ("highway=motorway oneway=no", CAR, CAR),
        ("highway=motorway foot=yes", CAR, 0),
        ("highway=motorway_link", CAR, CAR),
        ("highway=trunk", ALL, ALL),
        ("highway=trunk motorroad=yes", CAR, CAR),
        ("highway=trunk motorroad=yes bicycle=yes", CAR | BIKE, CAR | BIKE),
        # footways, paths, tracks
        ("highway=footway", ON_FOOT, ON_FOOT),
        ("highway=footway bicycle=yes", ON_FOOT | BIKE, ON_FOOT | BIKE),
        ("highway=footway bicycle=dismount", ON_FOOT, ON_FOOT),
        ("highway=footway access=yes", ON_FOOT, ON_FOOT),
        ("highway=path", ON_FOOT | BIKE, ON_FOOT | BIKE),
        ("highway=path bicycle=no", ON_FOOT, ON_FOOT),
        ("highway=path sac_scale=mountain_hiking", WALK, WALK),
        ("highway=pedestrian", ON_FOOT | BIKE, ON_FOOT | BIKE),
        ("highway=track", ON_FOOT | BIKE, ON_FOOT | BIKE),
        ("highway=track motor_vehicle=yes", ALL, ALL),
        ("highway=track motor_vehicle=agricultural", ON_FOOT | BIKE, ON_FOOT | BIKE),
        ("highway=track tracktype=grade5", WALK | BIKE, WALK | BIKE),
        ("highway=cycleway", BIKE, BIKE),
        ("highway=cycleway foot=designated", ON_FOOT | BIKE, ON_FOOT | BIKE),
        ("highway=bridleway", ON_FOOT, ON_FOOT),
        # steps: on wheels only by a ramp
        ("highway=steps", WALK, WALK),
        ("highway=steps bicycle=yes wheelchair=yes", WALK, WALK),
        ("highway=steps ramp:wheelchair=yes", ON_FOOT, ON_FOOT),
        ("highway=steps ramp:wheelchair=yes wheelchair=no", WALK, WALK),
        ("highway=steps ramp:bicycle=yes", WALK | BIKE, WALK | BIKE),
        ("highway=steps ramp:bicycle=yes bicycle=dismount", WALK | BIKE, WALK | BIKE),
        ("highway=steps ramp:bicycle=yes bicycle=no", WALK, WALK),
        ("highway=steps ramp:bicycle=yes access=private", 0, 0),
        # wheelchairs
        ("highway=footway wheelchair=no", WALK, WALK),
        ("highway=path smoothness=horrible", WALK | BIKE, WALK | BIKE),
        ("highway=path smoothness=horrible wheelchair=yes", ON_FOOT | BIKE, ON_FOOT | BIKE),
        ("highway=path smoothness=bad", WALK | BIKE, WALK | BIKE),
        ("highway=path smoothness=intermediate", ON_FOOT | BIKE, ON_FOOT | BIKE),
        ("highway=residential smoothness=impassable", WALK, WALK),
        ("highway=path surface=gravel", WALK | BIKE, WALK | BIKE),
        ("highway=path surface=sand", WALK | BIKE, WALK | BIKE),
        ("highway=path surface=compacted", ON_FOOT | BIKE, ON_FOOT | BIKE),
        ("highway=path surface=asphalt", ON_FOOT | BIKE, ON_FOOT | BIKE),
        ("highway=residential surface=gravel", WALK | BIKE | CAR, WALK | BIKE | CAR),
        ("highway=path surface=gravel wheelchair=limited", ON_FOOT | BIKE, ON_FOOT | BIKE),
        ("highway=track tracktype=grade2", ON_FOOT | BIKE, ON_FOOT | BIKE),
        ("highway=track tracktype=grade3", WALK | BIKE, WALK | BIKE),
        ("highway=footway incline=8%", ON_FOOT, ON_FOOT),
        ("highway=footway incline=-9%", WALK, WALK),
        ("highway=footway incline=12.5%", WALK, WALK),
        ("highway=footway incline=5°", WALK, WALK),
        ("highway=footway incline=up", ON_FOOT, ON_FOOT),
        ("highway=footway incline=12% wheelchair=yes", ON_FOOT, ON_FOOT),
        ("highway=elevator", ON_FOOT, ON_FOOT),
        # access: the most particular key decides
        ("highway=service access=private", 0, 0),
        ("highway=service access=no", 0, 0),
        ("highway=service access=no foot=yes", ON_FOOT, ON_FOOT),
        ("highway=service access=private bicycle=permissive", BIKE, BIKE),
        ("highway=residential access=destination", ALL, ALL),
        ("highway=residential vehicle=no", ON_FOOT, ON_FOOT),
        ("highway=residential vehicle=no bicycle=yes", ON_FOOT | BIKE, ON_FOOT | BIKE),
        ("highway=residential motor_vehicle=no", ON_FOOT | BIKE, ON_FOOT | BIKE),
        ("highway=residential motor_vehicle=no motorcar=yes", ALL, ALL),
        ("highway=residential motor_vehicle=destination", ALL, ALL),
        ("highway=primary foot=no", BIKE | CAR, BIKE | CAR),
        ("highway=primary bicycle=use_sidepath", ON_FOOT | CAR, ON_FOOT | CAR),
        # one-way streets: people on foot go both ways
        ("highway=residential oneway=yes", ALL, ON_FOOT),
        ("highway=residential oneway=true", ALL, ON_FOOT),
        ("highway=residential oneway=1", ALL, ON_FOOT),
        ("highway=residential oneway=-1", ON_FOOT, ALL),
        ("highway=residential oneway=reverse", ON_FOOT, ALL),
        ("highway=residential oneway=no", ALL, ALL),
        ("highway=residential oneway=alternating", ALL, ALL),
        ("highway=residential junction=roundabout", ALL, ON_FOOT),
        ("highway=residential junction=circular", ALL, ON_FOOT),
        ("highway=residential junction=roundabout oneway=no", ALL, ALL),
        # cyclists against the one-way
        ("highway=residential oneway=yes oneway:bicycle=no", ALL, ON_FOOT | BIKE),
        ("highway=residential oneway=yes oneway:bicycle=yes", ALL, ON_FOOT),
        ("highway=residential oneway=-1 oneway:bicycle=no", ON_FOOT | BIKE, ALL),
        ("highway=residential oneway=yes cycleway=opposite", ALL, ON_FOOT | BIKE),
        ("highway=residential oneway=yes cycleway=opposite_lane", ALL, ON_FOOT | BIKE),
        ("highway=residential oneway=yes cycleway=opposite_track", ALL, ON_FOOT | BIKE),
        ("highway=residential oneway=yes cycleway:left=opposite_lane", ALL, ON_FOOT | BIKE),
        ("highway=residential oneway=yes cycleway=lane", ALL, ON_FOOT),
        ("highway=residential oneway=yes bicycle:backward=yes", ALL, ON_FOOT | BIKE),
        ("highway=residential oneway:bicycle=yes", ALL, ON_FOOT | CAR),
        ("highway=residential oneway:motor_vehicle=yes", ALL, ON_FOOT | BIKE),
        ("highway=footway oneway=yes", ON_FOOT, ON_FOOT),
        ("highway=footway oneway:foot=yes", ON_FOOT, 0),
    ],
)
def test_permissions(tags, forward, backward):
    assert permissions(dict(tag.split("=") for tag in tags.split())) == (forward, backward)


@pytest.mark.parametrize("road_class", sorted(CLASSES))
def test_every_class_serves_someone_and_has_a_speed(road_class):
    forward, _ = permissions({"highway": road_class})
    assert forward
    assert CLASSES[road_class][1] > 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("50", 50),
        (" 30 ", 30),
        ("30 km/h", 30),
        ("50 mph", 50 * 1.609344),
        ("20mph", 20 * 1.609344),
        ("FR:urban", 50),
        ("FR:rural", 80),
        ("DE:rural", 100),
        ("FR:motorway", 130),
        ("FR:zone30", 30),
        ("FR:zone:30", 30),
        ("FR:30", 30),
        ("DE:zone:20", 20),
        ("walk", 6),
        ("DE:walk", 6),
        ("DE:living_street", 6),
        ("FR:living_street", 20),
        ("none", 130),
        ("50;70", 50),
        ("0", None),
        ("-50", None),
        ("9999", None),
        ("999", None),
        ("fast", None),
        ("signals", None),
        ("", None),
    ],
)
def test_parse_speed(text, expected):
    assert parse_speed(text) == (pytest.approx(expected) if expected else None)


def test_speed_says_where_it_comes_from():
    assert speed({"highway": "residential"}, True) == (30.0, "default")
    assert speed({"highway": "residential", "maxspeed": "quick"}, True) == (30.0, "unreadable")
    assert speed({"highway": "primary", "maxspeed:forward": "70"}, True) == (70.0, "tagged")
    assert speed({"highway": "track", "maxspeed": "70"}, False) == (15.0, "no_car")


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({}, ""),
        ({"highway": "track"}, ""),  # what an untagged track is made of is left to the reader
        ({"surface": "asphalt"}, "paved"),
        ({"surface": "sett"}, "paved"),
        ({"surface": "compacted"}, "compacted"),
        ({"surface": "fine_gravel"}, "compacted"),
        ({"surface": "gravel"}, "unpaved"),
        ({"surface": "grass"}, "unpaved"),
        ({"surface": "sand"}, "rough"),
        ({"surface": "asphalt;gravel"}, "unpaved"),  # the worst
        ({"surface": "asphalt; marble"}, "paved"),
        ({"surface": "marble"}, ""),
        ({"surface": "marble", "tracktype": "grade2"}, "compacted"),
        ({"tracktype": "grade1"}, "paved"),
        ({"tracktype": "grade4"}, "unpaved"),
        ({"tracktype": "grade5"}, "rough"),
        ({"surface": "asphalt", "tracktype": "grade5"}, "paved"),  # surface decides
        ({"smoothness": "good"}, "paved"),
        ({"smoothness": "intermediate"}, "compacted"),
        ({"surface": "asphalt", "smoothness": "intermediate"}, "paved"),
        ({"surface": "asphalt", "smoothness": "bad"}, "unpaved"),
        ({"surface": "asphalt", "smoothness": "horrible"}, "rough"),
        ({"surface": "gravel", "smoothness": "excellent"}, "unpaved"),
    ],
)
def test_surface(tags, expected):
    assert surface(tags) == expected
    assert unreadable(tags) is (tags.get("surface") == "marble")


def test_every_kind_of_surface_is_one_of_the_schema():
    assert {*KIND.values(), *TRACKS.values(), *SMOOTH.values()} == set(SURFACES) - {""}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10%", 0.10),
        ("-10 %", 0.10),
        ("+4.5%", 0.045),
        ("7,5%", 0.075),
        ("45°", 1.0),
        ("up", None),
        ("10", None),
        ("steep", None),
        ("1000%", None),
        ("", None),
    ],
)
def test_incline(text, expected):
    assert incline({"incline": text}) == (None if expected is None else pytest.approx(expected))
