-- What the board names beside its sums: homes not reached today, and looks at complete numbers.
CREATE INDEX duty_not_reached ON duty (day, area) WHERE what = 'contact' AND state IN ('open', 'taken');
CREATE INDEX event_looked ON event (arrived_on, area) WHERE kind IN ('resident.telephones_shown',
    'call.number_shown', 'tenancy.landlord_shown', 'organisation.contact_shown', 'list.exported', 'register.exported');
