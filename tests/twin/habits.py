"""How often people of which age want what."""

from collections import Counter

FROM_3 = {"sports_ground", "library", "green_space", "general_practitioner"}
FROM_13 = {"bakery", "restaurant_cafe"}


def daily_chances(known, people, activity):
    """Return the chance of each errand on a weekday, by category and age group.

    A week is five weekdays and a Saturday that counts several; rates of those who go are raised so
    that the mean of all is as given.
    """
    size = Counter(age_group(person.age) for person in people)
    chances = {}
    for category in known:
        rate, groups = getattr(activity, f"{category}_visits_week"), groups_of(category)
        if category != "playground":
            rate /= max(sum(size[g] for g in groups) / sum(size.values()), 0.01)
        for group in groups:
            chances[category, group] = rate / (5 + activity.saturday_factor)
    return chances


def age_group(age):
    """Return 0 under 3 (taken along), 1 to 12, 2 to 17, 3 for adults."""
    return 0 if age < 3 else 1 if age <= 12 else 2 if age < 18 else 3


def groups_of(category):
    """Return the age groups that want a category."""
    if category == "playground":
        return (1,)
    if category in FROM_3:
        return (1, 2, 3)
    return (2, 3) if category in FROM_13 else (3,)
