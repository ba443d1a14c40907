# ---
# jupyter:
#   ecopark:
#     number: "08"
#     title: Subsidy shares
#     minutes: 40
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 08 Subsidy shares
#
# **Question.** The state paid part of what the zones invested. How large a part: 8.5 % or less?
#
# **After this lesson you can**
#
# - compute a pooled share and a mean share, and say which sentence needs which;
# - find the zone that moves an average;
# - give a share with an interval and say how many numbers are missing.
#
# **Time:** 40 minutes. **Before:** nothing; lesson 04 explains the program behind the numbers.
#
# Run the cells from top to bottom: click a cell and press Shift+Enter.

# %% tags=["parameters"]
package: str = "ctip_subsidies"  # data package with columns zone, subsidy, investment; name; any
table_file: str = ""  # CSV file with your own zones, used instead of the package; path; any
level: float = 0.95  # level of the interval; 1; 0.5..0.999
seed: int = 0  # seed of the resampling; 1; 0..1000000

# %%
import ecopark as ep

subsidies = ep.subsidy.read(table_file) if table_file else ep.datasets.load(package)
subsidies[["zone", "subsidy", "investment"]]

# %% [markdown]
# ## 1 What the table holds
#
# In the program *Circular Transformation of Industrial Parks*, two ministries paid zones a part of
# their project costs. The report by IISD lists 17 zones (its Table A1). Both columns are in
# 10^6 RMB.
#
# Look at the column `investment`. Most cells are empty: the report prints *n/c*, not
# communicated. The table here shows `NaN`. An empty cell is not a zero: we keep it empty and count it.
#
# The card of the package tells where every number comes from.

# %%
ep.datasets.card(package)

# %% [markdown] tags=["instructor"]
# **Teacher.** Ask before the next section: *who would fill the empty cells with the mean?* Five
# minutes. The point: a filled cell looks like a measurement. Compare the mean subsidy of the
# zones with and without a known investment; the second group received more.

# %% [markdown]
# ## 2 Two averages
#
# A *share* is a subsidy divided by an investment. There are two ways to get one number for many
# zones:
#
# - **mean share**: divide in each zone, then take the mean. Every zone counts the same.
# - **pooled share**: add all subsidies, add all investments, divide once. Every yuan counts the
#   same.

# %%
shares = ep.subsidy.shares(subsidies)
shares[["zone", "subsidy", "investment", "share", "share_status"]].round(2)

# %%
summary = ep.subsidy.summary(subsidies, level=level, seed=seed)
summary.to_frame().round(2)

# %% [markdown]
# The two averages differ. Which one does a sentence need? Read the sentence and ask what is divided
# by what.
#
# | sentence | needs |
# |---|---|
# | "Of all the money invested, the state paid …" | pooled share |
# | "A typical zone received … of its investment" | mean or median share |
#
# The report says that its mean subsidy stands for a certain share *of the investment*. A mean
# subsidy over a mean investment is the same as a sum over a sum: that sentence needs the
# **pooled** share. The cell below puts the figure of the report beside both.

# %%
stated = ep.datasets.load("ctip_subsidies", "statements").set_index("id")
comparison = {
    "share as stated in the report [%]": stated.loc["share_text", "value"],
    "mean share [%]": round(summary.mean_share, 2),
    "pooled share [%]": round(summary.pooled_share, 2),
}
comparison

# %% [markdown]
# The report's figure equals the **mean** share. The sentence around it needs the **pooled** share,
# which is lower.

# %% [markdown]
# ## 3 Who drives the difference
#
# The figure shows each zone's share against its investment. One zone stands far to the right and
# low: it invested most and received a small share. In the pooled share it weighs much, in the mean
# share it weighs as much as any other.

# %%
ep.plots.show(ep.plots.share_funnel(subsidies))

# %% [markdown]
# Move the slider to leave out one zone, from the smallest investment to the largest. Watch both
# averages. The table under the slider shows the same for all zones at once.

# %%
ep.widgets.leave_out_slider(subsidies)

# %%
ep.subsidy.influence(subsidies).round(2)

# %% [markdown]
# ## 4 How sure is the number
#
# Seven zones are few. If other seven zones had answered, the pooled share would be another one. The
# *bootstrap* imitates that: it draws zones again and again from the ones we have, and computes the
# pooled share each time. The middle part of these results is an interval.

# %%
f"{level:.0%} interval of the pooled share: {summary.pooled_share_low:.1f} % to {summary.pooled_share_high:.1f} %"

# %% [markdown]
# The interval is wide, and the report's figure lies inside it. So the data do not say that the
# figure is impossible. They say that the sentence and the recipe do not fit each other.
#
# ## What this cannot show
#
# - The ten missing investments are not missing by chance, perhaps. No formula brings them back.
# - The bootstrap treats the zones as drawn by chance. They are the ones whose numbers were in the
#   news.
# - A subsidy is not an effect: nothing here tells what the money changed.
#
# ## Key points
#
# - A mean of shares and a share of sums answer different questions.
# - Look for the row that moves the average before you quote it.
# - Say how many numbers are missing, every time.
#
# ## Now with your own zone
#
# Save a CSV file with the columns `zone`, `subsidy`, `investment`, both in the same unit of money.
# Then run this lesson on it:
#
# `ecopark run 08 -p table_file=my-zones.csv`
#
# The exercises are in `exercises/08_subsidy_shares.ipynb`.
#
# ## Researcher's corner
#
# The pooled share is a ratio estimator. Its bootstrap interval resamples zones in pairs, because
# subsidy and investment of one zone belong together. With seven pairs the percentile interval is
# too narrow on average; treat its ends as rough.
#
# ## References
#
# - IISD (2015), section 3.2 and Table A1: package `ctip_subsidies`.
# - Cochran, W. G. (1977), *Sampling Techniques*, chapter 6, on ratio estimators.
