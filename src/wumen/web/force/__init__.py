"""Pages of the force: its people, signing up, captains, teams of homes, who is free now, the structure."""

from wumen.web.force import captains, free_now, people, sign_up, structure, teams

urls = [
    *people.urls,
    *sign_up.urls,
    *captains.urls,
    *free_now.urls,
    *teams.urls,
    *structure.urls,
]
