# ---
# jupyter:
#   ecopark:
#     title: "A zone's report"
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %%
import ecopark_zone
import ecopark_zone.reporting.dashboard

ecopark_zone.reporting.dashboard.show()
