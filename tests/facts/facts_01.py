FACTS = {
    # The country is one of four objections that hold; the vote of three texts would go wrong.
    12: {"01.3": ["A", "B", "D", "E"]},
    # Linhai: two pairs; 12 * 11 / (2 * 109). Fourteen partners: 20 * 19 = 380 is the first to reach 2 * 181.
    14: {"01.4": [2, 0.606, 20]},
    # 150 * 32.06 / 172.16 = 27.93.
    20: {"01.5": [27.93, 2.79, 139.66]},
}
