# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Measures: indicators, elasticity, decoupling
#
# The zones here are synthetic: invented numbers with a known truth.

# %%
import ecopark as ep
import ecopark_course as course

panel = ep.datasets.synthetic_panel(zones=24, years=10, seed=4)
panel.shape

# %% [markdown]
# ## Where numbers come from
#
# `ep.datasets.list`, `ep.datasets.card`, `ep.standards.list`, `ep.panel.unit`, `ep.units`

# %%
ep.datasets.list()

# %%
ep.standards.list()

# %%
own = ep.standards.from_csv(ep.datasets.path("hj274_2009"))
own.name, len(own.indicators)

# %%
(
    ep.panel.unit("energy"),
    ep.units.factor("tce", "GJ"),
    ep.units.magnitude(ep.units.quantity(3.0, "tce"), "kgce"),
)

# %% [markdown]
# ## Indicators
#
# `ep.assess`, wide and tidy

# %%
wide = ep.assess(panel, layout="wide")
wide[["zone", "year", "value_2.2", "status_2.2", "gap_2.2"]].head(3).round(3)

# %% [markdown]
# ## Elasticity
#
# Both growth rates stand beside the coefficient: `ep.elasticity.coefficient`, and year by year:
# `ep.elasticity.year_on_year`.

# %%
coefficients = ep.elasticity.coefficient(panel, "energy")
coefficients.head(4).round(3)

# %%
ep.elasticity.year_on_year(panel, "energy").head(4).round(3)

# %% [markdown]
# What the rules say about the coefficient: `ep.elasticity.apply_threshold`.

# %%
ep.elasticity.apply_threshold(coefficients, "hj274-2009")["verdict"].value_counts()

# %% [markdown]
# A fit over all years has an interval: `ep.elasticity.fit`. `ep.elasticity.fit_zone` hands out the full
# statsmodels result of one zone.

# %%
fits = ep.elasticity.fit(panel, "energy")
fits[["zone", "n", "elasticity", "ci_low", "ci_high", "r_squared", "status"]].head(4).round(3)

# %%
round(float(ep.elasticity.fit_zone(panel, "Synthetic zone 01", "energy").rsquared), 4)

# %% [markdown]
# Did an elasticity change? `ep.elasticity.compare_windows` gives the interval of the difference.
# `ep.elasticity.fit_panel_models` fits one elasticity for all zones, with and without fixed effects.

# %%
ep.elasticity.compare_windows(panel, (2005, 2009), (2010, 2014), "energy")[
    ["zone", "difference", "ci_low", "ci_high"]
].head(4).round(3)

# %%
ep.elasticity.fit_panel_models(panel, "energy")[["model", "n", "elasticity", "std_error", "drift"]].round(3)

# %% [markdown]
# How fast must added value grow so that an elasticity of 0.6 brings intensity down by 17 % in five
# years? `ep.elasticity.required_growth`

# %%
round(100 * ep.elasticity.required_growth(0.6, -0.17, 5), 2)

# %% [markdown]
# An interval promises something only if the errors are as the model supposes. `ep.datasets.simulate_panel`
# makes invented zones with a known elasticity and errors of your choice. Here each zone follows 0.6, and the
# error of one year carries over to the next: far fewer than 95 of 100 intervals hold the truth.

# %%
zones = ep.datasets.simulate_panel(zones=500, seed=1, errors="ar1", rho=0.8, elasticities={"energy": 0.6})
promised = ep.elasticity.fit(zones, "energy")
round(100 * ((promised["ci_low"] <= 0.6) & (promised["ci_high"] >= 0.6)).mean())

# %% [markdown]
# ## Decoupling
#
# `ep.decoupling.state` names the state from both growth rates; `ep.decoupling.classify` says
# *ambiguous* when the interval spans a boundary.

# %%
ep.decoupling.state(0.02, -0.04), ep.decoupling.state(0.02, 0.08)

# %%
ep.decoupling.classify(fits)["state"].value_counts()

# %% [markdown]
# ## Decomposition
#
# What did scale, structure and intensity contribute to a change? `ep.decomposition.decompose`, and
# `ep.decomposition.lmdi` for other factors. The industries are those of China, in 10^6 tce.

# %%
industries = ep.datasets.load("cn_industries")
ep.decomposition.decompose(industries, by="industry", start=2008).effects.round(2)

# %%
kaya = {
    year: rows.set_index("country").eval(
        "income = gdp\nenergy_intensity = energy / gdp\ncarbon = co2 / energy"
    )
    for year, rows in ep.datasets.load("oecd_countries").groupby("year")
}
factors = ["income", "energy_intensity", "carbon"]
ep.decomposition.lmdi(kaya[2011][factors], kaya[2019][factors]).effects.round(2)

# %% [markdown]
# ## Audit
#
# `course.claims.run` recomputes what the sources say; `course.claims.in_words` puts one result on a line.

# %%
course.claims.run("targets")[["claim", "stated", "computed", "verdict"]].head(4)
