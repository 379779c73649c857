"""Who decides and who helps: colleges, partners, neighbours, their ties, votes and capital.

``stakeholders`` makes the agents, ``ties`` who knows whom, ``votable`` which works wait for which
vote, ``outlook`` what a phase promises, ``assembly`` the votes, ``record`` their minutes,
``services`` what partners and neighbours change, ``capital`` who invests or leaves, ``size`` a
cooperative that takes on less.
Import from these modules; nothing is imported here, so that the cooperative and the phases can use
a part without the whole.
"""
