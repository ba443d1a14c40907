FACTS = {
    # Guangdong, Liaoning, Hubei, Shaanxi and Yunnan are provinces; one ministry is listed twice. Row 2.5
    # of the standard is lost, and rows 2.2 and 2.4 of the circular program.
    13: {"11.3": [5, 8, 3, 1, 2]},
    # 3.655 * 10^9 / 362,500 and 3.665 * 10^9 / 361,500.
    25: {"11.4": [362_000, 3.66e9, 10_082.76, 10_138.31]},
}
