FACTS = {
    # Coefficients -0.5, -0.5, 0.4 and 1.6: pass, pass, pass, fail. Energy per value falls in A and D only.
    3: {"09.1": {"B", "C", "D"}},
    # Growth for -17 % in five years, -40 and -45 % in fifteen; 1.4^(1/5) = 1.06961, 6.961 / 0.6 = 11.602.
    11: {"09.4": [10.07, 9.135, 10.825, 11.602]},
}
