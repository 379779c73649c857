"""Checks of what the reader of OpenStreetMap counted: what was missing, assumed, not applied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microville.territory.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from microville.territory.territory import Territory

UNUSED: tuple[tuple[str, str], ...] = (
    (
        "ways_ignored_by_class",
        "Ways whose class is not read ({}). Nothing to do, unless people pass there.",
    ),
    (
        "ways_closed_to_all",
        "Ways closed to everyone (private), left out. Where they are open: correct OpenStreetMap.",
    ),
    (
        "ways_cut_at_missing_nodes",
        "Ways cut where the extract lacks nodes. Cut the extract with '--strategy smart'.",
    ),
    (
        "conditional_tags_not_read",
        "Rules for some hours or some people, not applied ({}): the rule without condition stands.",
    ),
    (
        "ways_with_two_speeds",
        "Ways with a limit for each direction: one speed stands for both. Nothing to do.",
    ),
    (
        "ways_with_unreadable_oneway",
        "Ways whose one-way tag is not understood are open both ways. Correct them.",
    ),
    (
        "ways_with_unreadable_surface",
        "Ways with a surface that is not understood count as untagged. Correct them.",
    ),
    (
        "ways_with_incline_without_number",
        "Ways that go up or down without saying how steep: open to wheelchairs. Tag 'incline'.",
    ),
    (
        "barriers_on_streets",
        "Barriers on streets ({}), passed by whom their kind lets through. Nothing to do.",
    ),
    (
        "stretches_closed_at_barriers",
        "Stretches closed at barriers, by mode ({}). Nothing to do, unless people pass there.",
    ),
    (
        "barriers_of_unknown_kind",
        "Barriers of a kind that is not known stop cars only. Correct their tags.",
    ),
    (
        "services_without_position",
        "Services of which the extract holds no place ({}). Cut it with '--strategy smart'.",
    ),
    (
        "services_with_several_values",
        "Objects with several values in one tag, not read one by one. Nothing to do.",
    ),
)
"""Notes that are told, with their text; ``{}`` stands for the parts of a table."""
READ = (
    (
        "turn_restrictions",
        "Turn restrictions are not applied: car times may be a little short. Nothing to do.",
    ),
    ("ferries", "Ferry lines are not read: what lies beyond water may be out of reach."),
    ("nodes_bad_location", "Nodes without a place on Earth, left out. Get a newer extract."),
    ("areas_broken", "Polygons that could not be put together. Get a newer extract."),
)
"""The same for what stands in ``notes["read"]``."""


def check_notes(territory: Territory) -> list[Finding]:
    """Tell what the reader left out or did not apply, and how much rests on defaults."""
    notes = territory.info.notes
    findings = []
    for source, table in ((notes, UNUSED), (notes.get("read"), READ)):
        for key, text in table:
            value = source.get(key) if isinstance(source, dict) else None
            count, parts = _total(value)
            if count:
                findings.append(Finding("info", key, text.format(parts), count))
    return findings + _defaults(notes, territory)


def _total(value: object) -> tuple[int, str]:
    """Return a note's count, and the parts of a table."""
    if isinstance(value, dict):
        parts = {key: int(n) for key, n in value.items() if n}
        return sum(parts.values()), ", ".join(f"{key} {n}" for key, n in parts.items())
    return (int(value), "") if isinstance(value, int) else (0, "")


def _defaults(notes: Mapping[str, Any], territory: Territory) -> list[Finding]:
    """Tell how much of surface, speed and stress rests on defaults."""
    findings = []
    edges = territory.layers["edges"]
    untagged = (edges["surface"] == "").to_numpy()
    length = edges["length_m"].to_numpy()
    if untagged.any() and length.sum() > 0:
        share = length[untagged].sum() / length.sum()
        text = (
            f"{share:.0%} of the length of streets has no surface tag: fit for all. Tag 'surface'."
        )
        findings.append(Finding("info", "surface_untagged", text, int(untagged.sum())))
    for key, code, what, known in (
        ("ways_by_speed_origin", "speed_default", "the car speed", ("default", "unreadable")),
        (
            "ways_by_stress_origin",
            "stress_default",
            "the cycling stress (lanes, speed or both)",
            ("default_lanes", "default_speed", "default_both"),
        ),
    ):
        table = notes.get(key)
        if isinstance(table, dict) and table:
            guessed = sum(int(table.get(name, 0)) for name in known)
            asked = sum(int(n) for name, n in table.items() if not name.startswith("no_"))
            text = f"On {guessed} of {asked} ways {what} rests on a default of the class. "
            text += "Tags 'maxspeed' and 'lanes' in OpenStreetMap would replace it."
            if guessed:
                findings.append(Finding("info", code, text, guessed))
    return findings
