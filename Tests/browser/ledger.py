"""What the ledger of nights has to hold, read in the database itself."""

import datetime

# The entitlement of programmes/qingdao-2020.yaml.
NIGHTS_A_STAY, STAYS_A_YEAR, NIGHTS_A_YEAR = 3, 3, 7

# What must give no row. {places} is a list of places of {beds} beds.
WRONG = {
    "a bed is given twice for a night": "SELECT unit_id, night FROM bed_nights WHERE released_at IS NULL GROUP BY unit_id, night HAVING COUNT(*) > 1",
    "a night has more guests than there are beds": """
        SELECT lodging_id, night FROM bed_nights WHERE released_at IS NULL AND lodging_id IN ({places}) GROUP BY lodging_id, night HAVING COUNT(*) > {beds}
        """,
    "somebody is in two beds": "SELECT person_key, night FROM person_nights WHERE released_at IS NULL GROUP BY person_key, night HAVING COUNT(*) > 1",
    "somebody has more nights than the year gives": f"""
        SELECT person_key FROM person_nights WHERE released_at IS NULL GROUP BY programme_id, person_key, year HAVING COUNT(*) > {NIGHTS_A_YEAR}
        """,
    "somebody has more stays than the year gives": f"""
        SELECT person_key FROM person_stays WHERE released_at IS NULL GROUP BY programme_id, person_key, year HAVING COUNT(*) > {STAYS_A_YEAR}
        """,
    "a stay is too long": f"SELECT stay_id FROM person_nights WHERE released_at IS NULL GROUP BY stay_id HAVING COUNT(*) > {NIGHTS_A_STAY}",
    "a booking was recorded not once": """
        SELECT s.id FROM stays s LEFT JOIN audit_records a ON a.kind = 'stay' AND a.subject = s.id AND a.verb = 'stay_booked'
        WHERE s.lodging_id IN ({places}) GROUP BY s.id HAVING COUNT(a.subject) <> 1
        """,
    "a cancellation was recorded not once": """
        SELECT s.id FROM stays s LEFT JOIN audit_records a ON a.kind = 'stay' AND a.subject = s.id AND a.state_to = 'cancelled'
        WHERE s.lodging_id IN ({places}) AND s.state = 'cancelled' GROUP BY s.id HAVING COUNT(a.subject) <> 1
        """,
}


def check(rows, places, beds, known):
    """The ledger holds, and the stays that are stored at these places, of so many beds each, are those that were acknowledged, each as it was left.

    `known` gives the state, booked or cancelled, of each.
    """
    listed = ", ".join(f"'{place}'" for place in places)
    for what, statement in WRONG.items():
        found = rows.query(statement.format(places=listed, beds=beds))
        assert not found, f"{what}: {found[:3]}"
    stored = {}
    for stay, state, first, end, taken, nights, stays in rows.query(f"""
            SELECT s.id, s.state, s.first_night, s.end_day, (SELECT COUNT(*) FROM bed_nights b WHERE b.stay_id = s.id AND b.released_at IS NULL),
                (SELECT COUNT(*) FROM person_nights n WHERE n.stay_id = s.id AND n.released_at IS NULL), (SELECT COUNT(*) FROM person_stays p WHERE p.stay_id = s.id AND p.released_at IS NULL)
            FROM stays s WHERE s.lodging_id IN ({listed})"""):
        stored[stay] = state
        wanted = (datetime.date.fromisoformat(end) - datetime.date.fromisoformat(first)).days if state == "booked" else 0
        assert (taken, nights, stays) == (wanted, wanted, min(wanted, 1)), f"stay {stay}, {state}, of {wanted} nights has {taken} beds, {nights} nights and {stays} stays in the ledger"
    lost = known.keys() - stored.keys()
    assert not lost, f"{len(lost)} of {len(known)} acknowledged stays are lost, {min(lost)} first"
    strange = stored.keys() - known.keys()
    assert not strange, f"{len(strange)} stays were made and never acknowledged, {min(strange)} first"
    other = [(stay, known[stay], state) for stay, state in stored.items() if known[stay] != state]
    assert not other, f"{len(other)} stays are in another state than was acknowledged, first {other[0]}"
