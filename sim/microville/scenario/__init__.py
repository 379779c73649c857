"""Scenarios: a file, its programme, and everything that may be wrong with it."""

from microville.scenario.carry import Carried, carry_over, fit_to_site, plan_scale
from microville.scenario.greenfield import GreenfieldEntry
from microville.scenario.load import known_scenarios, list_scenarios, load_scenario
from microville.scenario.model import Override, Scenario
from microville.scenario.months import FIRST_MONTH, month_index, month_text
from microville.scenario.programme import (
    BuildingEntry,
    InfrastructureEntry,
    ParcelEntry,
    Programme,
    ServiceEntry,
)
from microville.scenario.scaling import scale_programme
from microville.scenario.schema import Cooperative
from microville.scenario.setting import parse_setting, scenario_json_schema
from microville.scenario.shock import Shock
from microville.scenario.site import validate_against_site
from microville.scenario.text import Text
from microville.scenario.warning import EarlyWarning
from microville.scenario.write import to_toml

__all__ = [
    "FIRST_MONTH",
    "BuildingEntry",
    "Carried",
    "Cooperative",
    "EarlyWarning",
    "GreenfieldEntry",
    "InfrastructureEntry",
    "Override",
    "ParcelEntry",
    "Programme",
    "Scenario",
    "ServiceEntry",
    "Shock",
    "Text",
    "carry_over",
    "fit_to_site",
    "known_scenarios",
    "list_scenarios",
    "load_scenario",
    "month_index",
    "month_text",
    "parse_setting",
    "plan_scale",
    "scale_programme",
    "scenario_json_schema",
    "to_toml",
    "validate_against_site",
]
