"""The report: one self-contained page that says what changes, for whom, and how we know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from microville.errors import InputError
from microville.figures import books, evaluation, evidence, gains, say, site_facts, who
from microville.figures.map_legend import NO_CHANGE
from microville.figures.pictures import chart_pictures, gain_pictures, goal_pictures, map_pictures
from microville.figures.results import Results
from microville.figures.side import side_by_side
from microville.figures.words import Words, words_of
from microville.figures.year_table import year_table
from microville.runs.gains import FEWEST_HOUSEHOLDS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from microville.runs import Comparison
    from microville.scenario import Scenario
    from microville.sweeps import Outcome


def write_report(
    comparison: Comparison,
    folder: Path,
    *,
    lang: str = "fr",
    sensitivity: pd.DataFrame | None = None,
    headlines: Sequence[Outcome] = (),
    reach: pd.DataFrame | None = None,
    minutes: str = "",
) -> Path:
    """Write ``report.html`` and ``figures/*.png`` of a comparison and return the page's path.

    Parameters
    ----------
    comparison
        What was run; the first scenario is the baseline.
    folder
        Where; made if missing.
    lang
        ``"fr"`` or ``"en"``.
    sensitivity
        What :func:`microville.sweeps.analysis.swings.swings` gave for one scenario; that chapter is
        left out without it.
    headlines
        Which numbers the assumptions are shown for.
    reach
        What :func:`microville.runs.site_reach` gave; that table is left out without it.
    minutes
        Minutes of a workshop as HTML whose texts are escaped; that chapter is left out without it.

    Raises
    ------
    InputError
        If the folder cannot be written or the language is unknown.
    """
    words = words_of(comparison.territory, lang)
    results = Results(comparison)
    pictures = folder / "figures"
    try:
        pictures.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"{folder} cannot be written: {error.strerror}.", hint="Choose another folder."
        ) from error
    page = _context(results, words) | {
        "changes": [_scenario(results, s, words, pictures, reach) for s in results.others],
        "charts": chart_pictures(results, words, pictures),
        "years": year_table(results, words),
        "sensitivity": (
            evidence.sensitivity_tables(sensitivity, headlines, words)
            if sensitivity is not None and len(sensitivity)
            else []
        ),
        "minutes": Markup(minutes),  # noqa: S704  (the caller has escaped it)
        "tried": 0 if sensitivity is None else words.number(sensitivity["parameter"].nunique()),
    }
    text = _environment().get_template("report.html.j2").render(page)
    # Whoever opens the page finds the old one or the whole new one, never half of it.
    path, half = folder / "report.html", folder / ".report.html"
    half.write_text(text, encoding="utf-8")
    half.replace(path)
    return path


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("microville.figures", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _context(results: Results, words: Words) -> dict[str, Any]:
    comparison = results.comparison
    facts, assumptions = evidence.counted_parameters(results)
    loader = _environment().loader
    style = loader.get_source(_environment(), "report.css")[0] if loader else ""
    titles = [words.pick(s.title.fr, s.title.en) for s in comparison.scenarios]
    info = comparison.territory.info
    return {
        "w": words,
        # Our own file, not anybody's input: the only text that is not escaped.
        "style": Markup(style),  # noqa: S704
        "titles": titles,
        "heading": words("report.compared", scenario=words.listing(titles[1:]), base=titles[0]),
        "period": words("report.period", start=words.month(0), end=words.month(results.months - 1)),
        "end": words.month(results.months - 1),
        "place": words.place,
        "kicker": words("report.kicker", title=words.pick(info.title_fr, info.title_en)),
        "descriptions": [
            (title, words.pick(s.description.fr, s.description.en).strip())
            for title, s in zip(titles, comparison.scenarios, strict=True)
        ],
        "info": info,
        "limits": _limits(results, words),
        "threshold": words.number(NO_CHANGE * 100),
        "overrides": evidence.overrides(results, words),
        "facts": words.number(facts),
        "assumptions": words.number(assumptions),
        "trace": evidence.trace(results),
        "about": {what: words.about(info, what) for what in ("source", "licence", "attribution")},
        "side": side_by_side(results, words),
        "side_intro": words("side.intro", end=words.month(results.months - 1), base=titles[0]),
        "modes": evidence.mode_shares(results, words),
    }


def _limits(results: Results, words: Words) -> list[tuple[str, str]]:
    fraction = min(s.fraction for s in results.comparison.scenarios)
    seeds = len(results.comparison.seeds)
    key = {1: "seed_one", 2: "seed_two"}.get(seeds, "seed_many")
    place = words.place
    schematic = results.comparison.territory.info.schematic
    decimals = 0 if float(fraction * 100).is_integer() else 1
    whole = (
        words("limits.whole")
        if fraction >= 1
        else words("limits.sample", share=words.percent(fraction, decimals), place=place)
    )
    return [
        (words("limits.simulated_head"), words("limits.simulated", place=place)),
        (words("limits.schematic_head"), words("limits.schematic" if schematic else "limits.real")),
        (words("limits.fictitious_head"), words("limits.fictitious")),
        (words("limits.sample_head"), whole),
        (words("limits.seeds_head"), words(f"limits.{key}", count=words.number(seeds))),
    ]


def _scenario(
    results: Results,
    scenario: Scenario,
    words: Words,
    pictures: Path,
    reach: pd.DataFrame | None,
) -> dict[str, Any]:
    tables = who.group_tables(results, scenario, words)
    rows, span = ([], {}) if reach is None else site_facts.reach_rows(reach, results, words)
    food = site_facts.food_facts(results, scenario, words)
    more = [*say.site_sentences(results, scenario, words), words("say.food", **food)]
    if span:
        more.append(words("say.reach", **span))
    communes = len(results.comparison.territory.layers["zones"])
    return {
        "title": words.pick(scenario.title.fr, scenario.title.en),
        "sentences": say.people_sentences(results, scenario, words),
        "more": more,
        "opened": say.opened(results, scenario, words),
        "arrivals": who.arrivals(results, scenario, words),
        "elsewhere": say.elsewhere_sentences(results, scenario, words),
        "gains": _gains(results, scenario, words, pictures),
        "groups": tables,
        "nothing": all(t.nothing or all(i.kind == "none" for i in t.lines) for t in tables),
        "site": site_facts.site_rows(results, scenario, words),
        "cooperative": site_facts.cooperative_rows(results, scenario, words),
        "warnings": books.warning_lines(results, scenario, words),
        "books": books.books_block(results, scenario, words),
        "food": food,
        "impacts": evaluation.impacts_block(results, scenario, words),
        "goals": _goals(results, scenario, words, pictures),
        "reach": rows,
        "span": span,
        "communes": who.commune_rows(results, scenario, words),
        "commune_count": words.number(communes - 1),
        "measures": [words(f"measure.{name}") for name in who.MEASURES],
        "maps": map_pictures(results, scenario, words, pictures),
    }


def _goals(results: Results, scenario: Scenario, words: Words, pictures: Path) -> dict[str, Any]:
    block = evaluation.goals_block(results, scenario, words)
    wheel = goal_pictures(block["results"], results, scenario, words, pictures)
    return block | {"pictures": wheel}


def _gains(
    results: Results, scenario: Scenario, words: Words, pictures: Path
) -> dict[str, Any] | None:
    """Return the chapter on who gains and who loses; None where people were not kept."""
    sentences = gains.gain_sentences(results, scenario, words)
    if not sentences:
        return None
    few = gains.few_communes(results, scenario)
    key = "gains.few_note" if few else "gains.few_note_none"
    return {
        "intro": gains.intro(results, scenario, words),
        "sentences": sentences,
        "rows": gains.outcome_rows(results, scenario, words),
        "groups": gains.group_rows(results, scenario, words),
        "communes": gains.commune_rows(results, scenario, words),
        "heads": [
            (words(f"gains.short.{n}"), words("gains.at_least", least=gains.least(n, words)))
            for n in gains.TOLD
        ],
        "range": gains.range_note(results, words),
        "few": words(key, count=words.number(FEWEST_HOUSEHOLDS), communes=words.number(few)),
        "pictures": gain_pictures(results, scenario, words, pictures),
    }
