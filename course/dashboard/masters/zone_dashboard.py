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
import ecopark as ep
import ecopark.reporting.dashboard

ep.reporting.dashboard.show()
