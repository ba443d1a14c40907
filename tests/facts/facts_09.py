FACTS = {
    3: {
        "09.1": [-0.5, -0.5, 0.4, 1.6],
        "09.2": ["pass", "pass", "pass", "fail"],
        "09.3": ["pass", "fail", "fail", "pass"],
        "09.4": [
            "strong_decoupling",
            "strong_negative_decoupling",
            "weak_negative_decoupling",
            "recessive_decoupling",
        ],
    },
    11: {"09.15": 10.07, "09.16": [9.1, 10.8]},
}
