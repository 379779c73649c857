"""Fitting the constants of mode choice to published shares, and telling how well.

``targets``
    What was published.
``observe``
    What a simulated week gives, for any group of people.
``fit``
    Constants that give the shares of half of the strata.
``trial``
    A fit with its check on the other half, on durations and on what was not fitted.
``account``
    The trial in words and tables.
"""

from microville.calibration.account import account_text
from microville.calibration.fit import fit_constants
from microville.calibration.trial import Trial, calibrate

__all__ = ["Trial", "account_text", "calibrate", "fit_constants"]
