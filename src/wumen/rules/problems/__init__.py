"""Every refusal of the system: its code, a sentence in Chinese and English, and the next step."""

from typing import Any

from wumen.rules.problems import (
    accounts,
    app_outages,
    areas,
    arrivals,
    attachments,
    calls,
    captains,
    care_bins,
    changes,
    closing,
    common_parts,
    devices,
    door_codes,
    duties,
    duty_log,
    entries,
    facilities,
    field,
    force,
    grids,
    group_text,
    hand_overs,
    help_numbers,
    home_letters,
    homes,
    inquiries,
    inspection,
    installation,
    instructions,
    knocks,
    ledger,
    lists,
    local_notices,
    lots,
    loudspeaker,
    meals,
    notice_reach,
    objections,
    occurrences,
    openings,
    orders,
    organisations,
    outings,
    parcels,
    passages,
    phones,
    photos,
    register,
    relay,
    reports,
    rosters,
    round_sheets,
    running,
    sampling_boxes,
    sampling_points,
    sampling_rounds,
    search,
    sheets,
    shops,
    special_needs,
    stairwell_notices,
    stations,
    stock,
    superior_forms,
    supervision,
    taking,
    tenancies,
    transfers,
    waste_loads,
)
from wumen.rules.problems.sentence import Sentence

CATALOGUE: dict[str, Sentence] = {
    **accounts.SENTENCES,
    **app_outages.SENTENCES,
    **areas.SENTENCES,
    **arrivals.SENTENCES,
    **calls.SENTENCES,
    **captains.SENTENCES,
    **attachments.SENTENCES,
    **care_bins.SENTENCES,
    **changes.SENTENCES,
    **closing.SENTENCES,
    **common_parts.SENTENCES,
    **devices.SENTENCES,
    **door_codes.SENTENCES,
    **duties.SENTENCES,
    **duty_log.SENTENCES,
    **entries.SENTENCES,
    **facilities.SENTENCES,
    **field.SENTENCES,
    **force.SENTENCES,
    **grids.SENTENCES,
    **group_text.SENTENCES,
    **hand_overs.SENTENCES,
    **help_numbers.SENTENCES,
    **home_letters.SENTENCES,
    **homes.SENTENCES,
    **inquiries.SENTENCES,
    **installation.SENTENCES,
    **inspection.SENTENCES,
    **instructions.SENTENCES,
    **knocks.SENTENCES,
    **ledger.SENTENCES,
    **lists.SENTENCES,
    **local_notices.SENTENCES,
    **lots.SENTENCES,
    **loudspeaker.SENTENCES,
    **meals.SENTENCES,
    **occurrences.SENTENCES,
    **notice_reach.SENTENCES,
    **objections.SENTENCES,
    **openings.SENTENCES,
    **orders.SENTENCES,
    **organisations.SENTENCES,
    **outings.SENTENCES,
    **parcels.SENTENCES,
    **passages.SENTENCES,
    **photos.SENTENCES,
    **phones.SENTENCES,
    **register.SENTENCES,
    **relay.SENTENCES,
    **reports.SENTENCES,
    **rosters.SENTENCES,
    **round_sheets.SENTENCES,
    **running.SENTENCES,
    **sampling_points.SENTENCES,
    **sampling_boxes.SENTENCES,
    **sampling_rounds.SENTENCES,
    **search.SENTENCES,
    **sheets.SENTENCES,
    **shops.SENTENCES,
    **special_needs.SENTENCES,
    **stairwell_notices.SENTENCES,
    **stations.SENTENCES,
    **stock.SENTENCES,
    **superior_forms.SENTENCES,
    **supervision.SENTENCES,
    **taking.SENTENCES,
    **tenancies.SENTENCES,
    **transfers.SENTENCES,
    **waste_loads.SENTENCES,
}


class Problem(Exception):  # noqa: N818 - a problem is the field's word for a refusal
    """A refusal with a code of the catalogue; `details` fill the sentence and never hold personal data."""

    def __init__(self, code: str, **details: Any) -> None:
        """Raise KeyError at once for a code that the catalogue does not hold."""
        self.code = code
        self.details = details
        self.sentence = CATALOGUE[code]
        super().__init__(code)

    def text(self, language: str = "zh") -> str:
        """The sentence in `zh` or `en`, with its details filled in."""
        return (self.sentence.zh if language == "zh" else self.sentence.en).format(**self.details)

    def next_step(self, language: str = "zh") -> str:
        """What the person can do now, in `zh` or `en`."""
        step = self.sentence.next_zh if language == "zh" else self.sentence.next_en
        return step.format(**self.details)

    def as_dict(self) -> dict[str, Any]:
        """The form that a machine reads: code, both sentences, both next steps."""
        return {
            "code": self.code,
            "zh": self.text("zh"),
            "en": self.text("en"),
            "next_zh": self.next_step("zh"),
            "next_en": self.next_step("en"),
        }
