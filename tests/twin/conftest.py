"""What tests of the twin share."""

import importlib

import pytest


@pytest.fixture
def seen(monkeypatch):
    """Errands of the columns as they are made, by day kind."""
    daily = importlib.import_module("microville.model.phases.daily_life")
    made, own = {}, daily.errands

    def errands(model, traits, kind, room, mains):
        done, turned = own(model, traits, kind, room, mains)
        made[kind] = done
        return done, turned

    monkeypatch.setattr(daily, "errands", errands)
    return made
