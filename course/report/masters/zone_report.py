# ---
# jupyter:
#   ecopark:
#     title: "Report of a zone"
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Report of a zone
#
# This notebook makes the report that `ecopark report` writes. It is the short edition of lesson 14:
# the same functions, without the explanations.

# %% tags=["parameters"]
panel_file: str = ""  # CSV or XLSX file with your own zones, used instead of the synthetic ones; path; any
zone: str = ""  # zone of the report, empty for the only one; name; any
year: int = 0  # year of the report, 0 for the last one with data; year; 0..2100
start: int = 0  # first year of the growth rates, 0 for the first one with data; year; 0..2100
standard: str = "hj274-2009"  # indicator system; name; any
language: str = "en"  # language of the report; code; en | zh-Hans | zh-Hant | th
peers: bool = False  # whether to compare with synthetic zones; yes or no; any
accept: str = ""  # remedies of the import doctor, with commas between them; names; any
prepared: str = ""  # checked copy of the zone's rows, read in place of the file; path; any

# %%
import ecopark as ep
import ecopark_zone
import ecopark_zone.reporting

found = ecopark_zone.reporting.opened(panel_file, zone, year, start, standard, accept, prepared)
own, zone, year, start = found.panel, found.zone, found.year, found.start
page = ecopark_zone.reporting.Page(found, language)

# %% [markdown]
# ## What the toolkit finds

# %%
judged = ecopark_zone.findings.judged(own, zone, year, standard, start)
gaps = ecopark_zone.findings.largest_gaps(own, zone, year, standard, start, count=None)
states = ecopark_zone.findings.decoupling(own, zone)
programs = ecopark_zone.findings.programs(own, zone, year, start)
wanted = ecopark_zone.findings.wanted_data(own, zone, year, standard, start)

# %% [markdown]
# ## The first page

# %%
page.first(judged, gaps, states, programs, wanted)

# %% [markdown]
# ## The details

# %%
page.indicators(judged)

# %%
page.actions(gaps, wanted)

# %%
page.growth(states)

# %%
page.compared(ep.assess(ecopark_zone.findings.peers(own, zone), standard, start=start) if peers else None)

# %%
page.closing()
