FACTS = {
    # Table A1 without Dongying: 901.5 / 12,816; the shares 2.33 6.30 9.73 10.40 10.59 14.47 have the median
    # 10.07 and the sum 53.82; without Guangzhou 801.5 / 8,526.
    2: {"10.1": [7.034, 10.065, 8.969, 9.401]},
    # 745 / 22 = 33.86, twice that is 67.73; (3,086 - 113.5) / 16 = 185.78 is 2.74 times that; 33.86 / 185.78.
    4: {"10.5": [67.73, 2.743, 18.23]},
}
