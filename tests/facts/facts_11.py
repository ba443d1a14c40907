FACTS = {
    12: {"11.1": ["Sweden", "Denmark"]},
    13: {
        "11.5": [25, 24, 23, 22, 20, 23, 23],
        "11.6": {"hj274-2009 2.5", "cepz-ctip-2012 2.2", "cepz-ctip-2012 2.4"},
        "11.7": [5, 8, 3],
    },
    25: {
        "11.9": [362_000, 3.66e9],
        "11.12": ["circular_economy_pilot_zone", "miit", "rmb", "ten_thousand_rmb"],
        # C32 and its list: growth, chains, energy reuse, kind of production, substitutes, quality,
        # renewables, two of green area, investment, ISO 14001, training.
        "11.14": {"1.1", "2.1", "2.4", "2.5", "2.6", "3.1", "3.4", "3.5", "3.6", "3.7", "4.3", "4.4"},
    },
}
