FACTS = {
    3: {
        "07.1": [-0.5, -0.5, 0.4, 1.6],
        "07.2": ["pass", "pass", "pass", "fail"],
        "07.3": ["pass", "fail", "fail", "pass"],
        "07.4": [
            "strong_decoupling",
            "strong_negative_decoupling",
            "weak_negative_decoupling",
            "recessive_decoupling",
        ],
    },
    11: {"07.15": 10.07, "07.16": [9.1, 10.8]},
}
