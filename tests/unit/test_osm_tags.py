"""Every rule that turns the tags of a street into permissions and a speed."""

import pytest

from microville.territory.osm.tags import CLASSES, parse_speed, permissions, speed
from microville.territory.territory import BIKE, CAR, WALK, WHEELCHAIR

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
        # steps: never on wheels
        ("highway=steps", WALK, WALK),
        ("highway=steps bicycle=yes wheelchair=yes", WALK, WALK),
        # wheelchairs
        ("highway=footway wheelchair=no", WALK, WALK),
        ("highway=path smoothness=horrible", WALK | BIKE, WALK | BIKE),
        ("highway=path smoothness=horrible wheelchair=yes", ON_FOOT | BIKE, ON_FOOT | BIKE),
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
