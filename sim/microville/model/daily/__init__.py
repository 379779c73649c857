"""One typical day: agenda, choice of places and modes, admission, trips.

``opening``
    When places are open.
``transit``
    Public transport as exogenous times.
``agenda``
    Who wishes what today, at which minute, in which chain.
``options``
    What a person weighs: the closest facilities by each mode.
``choice``
    Destination, then mode: a nested logit on integers.
``admission``
    Who is let in where there is not room for all.
``tours``
    Trips of the day, one after another.
"""
