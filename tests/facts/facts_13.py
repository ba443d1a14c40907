# By hand, for the invented country: 63 is above 55, 60 and 62; 63 - 55 parks left; 17 parks from the
# 1st of November 2013 to the last day of 2021 (2982 days), and from the 30th to the first day (2589).
FACTS = {
    19: {"13.4": [3, 8, 17 * 365.25 / 2982, 17 * 365.25 / 2589]},
}
