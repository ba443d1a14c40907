FACTS = {
    # 9 m3 are the quarter that is fresh. The cascade: 40 + 60 + 18 t/h without reuse; at 200 ppm the rinse
    # takes up 2, the dye 12 and the wash 50 of 350 parts of 9 kg/h, together 15.2857 kg/h or 76.43 t/h.
    21: {"04.1": 36, "04.3": [118.0, 76.43], "04.4": 2.5714},
}
