# ---
# jupyter:
#   ecopark:
#     number: "11"
#     title: "Reading sources critically: may I use this number?"
#     minutes: 70
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 11 Reading sources critically: may I use this number?
#
# **Question.** A report prints a number that you would like to put into your zone's plan. How do you find out, within
# twenty minutes, whether you may use it, and how firmly you may state it?
#
# **After this lesson you can**
#
# - use a mass balance as evidence, and name the question that it leaves open;
# - treat a rounded number as an interval in calculations, and test which factor may lie behind a figure;
# - judge how strongly a shared error, or a shared truth, suggests that two texts have a common origin;
# - name the kind of fault in a claim, and the question that finds it;
# - say which pieces of evidence would settle a dispute, and ask for the smallest set that does;
# - keep a record of a check that another person can repeat.
#
# **Time:** 45 minutes to read and run, 25 more for the role play in class. **Before:** lesson 01; lesson 10 helps.
#
# Run the cells from top to bottom with Shift+Enter. The first cell holds everything that you may change; the second
# one is folded and loads the tables.

# %% tags=["parameters"]
gypsum_figure: str = "told_gypsum"  # published gypsum figure to use in the balance; id in claims; any
coal_sulfur: float = 1.0  # sulfur in the coal of the power station; % of the mass; 0.1..5
capture: float = 90.0  # part of that sulfur that ends up in gypsum; %; 10..100
recovered: float = 45.0  # part of the sulfur in its crude oil that a refinery recovers; %; 5..85
scope: str = "Linhai"  # whose CO2 figure is divided by its oil figure; name; Linhai | Taiwan program
co2_printed: str = ""  # CO2 avoided as printed, or empty to use the figure for scope; t; any
oil_printed: str = ""  # oil saved as printed, or empty to use the figure for scope; kL; any
heat_value: float = 9000.0  # a heat value of fuel oil to test along with the others; kcal/L; 5000..12000
slip: float = 0.1  # chance that a text is wrong about a fact it mentions in passing; 1; 0.005..0.6
same_slip: float = 0.5  # fraction of the errors that give the same wrong answer; 1; 0.02..1
prior: float = 0.2  # chance of a common origin, before the answers are seen; 1; 0.01..0.99
subject: str = "kalundborg"  # subject of the claims in section 4; name; any
claim: str = "parks-two-thirds"  # claim to look at closely; short name; any
puzzle: str = "gypsum-origin"  # dispute to find evidence for; short name; any
claims_file: str = ""  # CSV or XLSX file with records from your own document; path; any

# %% tags=["setup"]
import numpy as np
import pandas as pd
from IPython.display import Markdown

import ecopark as ep
import ecopark_course as course

course.check_parameters("11", globals())
course.format_tables()
kalundborg = ep.datasets.load("kalundborg", "claims").set_index("id")
statements = ep.datasets.load("kalundborg", "statements").set_index("id")
gypsum_figures = kalundborg[(kalundborg["quantity"] == "gypsum used") & (kalundborg["unit"] == "t/year")]
course.check_choice(
    "gypsum_figure", gypsum_figure, gypsum_figures.index, what="No figure for gypsum is called"
)
refineries = ep.datasets.load("claims", "figures").set_index("id")["value"]

program = ep.datasets.load("taiwan", "program").set_index("id")["value_printed"]
pairs = {"Linhai": ("linhai_co2", "linhai_fuel_oil"), "Taiwan program": ("co2", "fuel_oil")}
co2_text, oil_text = co2_printed or program[pairs[scope][0]], oil_printed or program[pairs[scope][1]]
for name, text in (("co2_printed", co2_text), ("oil_printed", oil_text)):
    digits = sum(character.isdigit() for character in text)
    course.check_range(f"the number of digits in {name}", digits, 1, 20)

claims = course.claims.run()
kinds = ep.datasets.load("audit_lab", "kinds")
evidence = ep.datasets.load("audit_lab", "evidence")
hypotheses = ep.datasets.load("audit_lab", "hypotheses")
course.check_choice("subject", subject, claims["subject"].unique(), what="No claim is on the subject")
course.check_choice("claim", claim, claims["claim"])
course.check_choice("puzzle", puzzle, evidence["puzzle"].unique())
source_names = ep.datasets.source_names()
records = course.claims.judge(claims_file or ep.datasets.load("audit_lab", "template"))

# %% [markdown] tags=["instructor"]
# **Teacher.** Minutes: section 1, 11; 2, 8; 3, 8; 4, 5; 5, 6; 6, 3; answer and key points, 4; the role play, 25. With 45
# minutes in all, teach sections 1, 3 and 5, shorten the role play to 20 minutes, and assign section 6 as homework.
#
# Say at the start that every long text has faults, this course included, and offer a small prize for the first fault
# that the class finds in a lesson.
#
# Usual misconceptions: (1) every error is an arithmetic error; (2) an explanation that fits is true; (3) a balance that does not close
# refutes a claim, even though it includes only the published streams; (4) two sources that say the same thing
# confirm each other; (5) one source that is wrong about a detail is worthless.

# %% [markdown]
# ## 1 A story and a balance
#
# In lesson 01 the gypsum for the plasterboard factory of Kalundborg came from the power station's coal. A popular
# article from Taiwan tells the story differently: there it is the *refinery* that takes sulfur out of its products,
# and the result is 150,000 t of gypsum. The article names no source. Suppose that you want to use this
# exchange as an example in your zone. Whose gypsum was it?
#
# **Predict first.** Gypsum contains sulfur. If you knew how much sulfur entered and left each firm, would that settle the matter?
#
# Gypsum is CaSO4·2H2O. Each formula unit contains one sulfur atom, which came from one molecule of SO2, so the mass of sulfur
# follows from the mass of gypsum by a ratio of molar masses $M$:
#
# $$\text{sulfur} = \text{gypsum} \cdot \frac{M(\mathrm{S})}{M(\mathrm{CaSO_4 \cdot 2H_2O})}, \qquad
# \text{coal} = \frac{\text{sulfur}}{\text{sulfur in the coal} \cdot \text{part captured}} .$$

# %%
gypsum = gypsum_figures.loc[gypsum_figure, "value"]
balance = ep.emissions.gypsum_balance(gypsum, coal_sulfur, capture)
balance = balance.set_index("quantity")["amount"]
balance.rename("t/year").round(-2).to_frame()

# %%
sulfur_in_so2 = ep.emissions.molar_mass("S") / ep.emissions.molar_mass("SO2")
sold = kalundborg.loc["sulphur_sold_before", "value"]
emitted_so2 = 100 * kalundborg.loc["ats_so2_nov", "value"] / kalundborg.loc["ats_so2_share_nov", "value"]
emitted = emitted_so2 * sulfur_in_so2
known_part = 100 * (sold + emitted) / balance["sulfur"]
Markdown(
    f"**The refinery.** In 2000 its owner wrote that the refinery had sold about {sold:,.0f} t of sulfur a year. A new plant cut the refinery's SO2 emissions by "
    f"{kalundborg.loc['ats_so2_nov', 'value']:,.0f} t, or {kalundborg.loc['ats_so2_share_nov', 'value']:.0f} %, so it had emitted about "
    f"{emitted_so2:,.0f} t of SO2, which holds {emitted:,.0f} t of sulfur. Together, the sulfur sold and the sulfur emitted equal **{known_part:.0f} %** of the sulfur in the gypsum."
)

# %%
crude = kalundborg.loc["nap_refinery", "value"]
usual, usual_emitted = refineries["refinery_sulphur_recovered"], refineries["refinery_sulphur_emitted"]
Markdown(
    "It is tempting to stop here and to declare the story refuted. But the balance lists only published streams. Crude oil also brings in sulfur, and nobody has "
    f"published how much. At its capacity of {crude:,.0f} t of crude oil a year, this refinery would take in {crude / 100:,.0f} t of sulfur a year if the oil contained 1 %. That would be "
    f"{'enough' if crude / 100 > balance['sulfur'] else 'not enough'} for all the gypsum.\n\n"
    "A gap between the known streams shows that some stream is missing, but not which one. Can we set limits on the missing stream? A survey of European refineries offers a ratio: in 2006 "
    f"they recovered about {usual:g} % of the sulfur that they took in, and emitted {usual_emitted:g} %. The next figure applies a recovery rate of this kind, the parameter `recovered` "
    f"({recovered:g} %), to the sulfur that the Kalundborg refinery sold. The lower part of the figure shows the power station, with the sulfur content and the capture rate that you assume."
)

# %%
intake = sold / (recovered / 100)
coal_side = balance["sulfur"] / (capture / 100)
flows = pd.DataFrame(
    [
        ("Crude oil", "Refinery", "sulfur", intake),
        ("Refinery", "Maker of acid", "sulfur, sold", sold),
        ("Refinery", "Air", "sulfur in SO2", emitted),
        ("Refinery", "Products, or unknown", "sulfur", intake - sold - emitted),
        ("Coal", "Power station", "sulfur", coal_side),
        ("Power station", "Gypsum", "sulfur", balance["sulfur"]),
        ("Power station", "Ash and chimney", "sulfur", coal_side - balance["sulfur"]),
    ],
    columns=["from", "to", "stream", "quantity"],
).assign(unit="t/year")
bands = flows[flows["quantity"] > 0].round({"quantity": -1})
ep.plots.show(ep.symbiosis.plot_sankey(ep.symbiosis.Network(bands), "Sulfur, if the assumptions hold"))

# %%
enough_below = 100 * sold / (sold + emitted + balance["sulfur"])
heat = kalundborg.loc["nap_capacity", "value"] * ep.units.factor("MW year", "GJ") / 0.40
full_load = heat / ep.emissions.factor("raw_coal_lhv").value
crude_share = 100 * intake / crude
Markdown(
    f"With a recovery of {recovered:g} %, the crude oil brought about {intake:,.0f} t of sulfur a year, or {crude_share:.2f} % of its mass. Sulfur for the "
    f"gypsum *and* for all the sulfur that was sold and emitted would have been available only if the refinery had recovered less than **{enough_below:.0f} %**. "
    f"The power station would have to burn {balance['coal'] / 1e6:.1f} million t of coal a year; at full load all year, 40 % efficiency and the heat value of "
    f"Chinese raw coal (all three are our assumptions), it could burn {full_load / 1e6:.1f} million t."
)

# %% [markdown]
# At a recovery rate like the survey's, the balance counts against the refinery, and a power station of this size that burned ordinary coal
# could have supplied the gypsum. How strong is this evidence? Each step rests on an assumption: the average of other refineries in another year, scrubbers
# on the whole station, coal of a single kind. Move the sliders to find the sulfur content below which the station could no longer have supplied the gypsum.

# %%
course.widgets.explore(
    lambda coal_sulfur_percent, capture_percent: (
        ep.emissions.gypsum_balance(gypsum, coal_sulfur_percent, capture_percent)
        .set_index("quantity")
        .rename(columns={"amount": "t/year"})
        .round(-2)
    ),
    coal_sulfur_percent=(0.1, 5.0, 0.1, coal_sulfur),
    capture_percent=(10.0, 100.0, 5.0, capture),
)

# %%
course.ask(
    "All the known sulfur from the refinery equals only a small part of the sulfur in the gypsum. What follows?",
    {
        "The gypsum did not come from the refinery.": "Too strong. The refinery's sulfur account lacks its largest entry, the sulfur "
        "in the crude oil, so the missing sulfur may exist.",
        "Nothing at all, because the account is incomplete.": "Too weak. The refinery would need several times the sulfur "
        "that typical ratios imply, and no text mentions such a stream. That counts as evidence.",
        "The story has become less likely, and we know which figure would test it.": "Yes. A balance shifts the odds and "
        "names the missing entry: the sulfur in the crude oil of one year.",
    },
    right="The story has become less likely, and we know which figure would test it.",
)

# %% [markdown]
# ## 2 Two numbers in one article
#
# The same article reports on Taiwan. For the Linhai park and for the national program it prints the fuel oil saved and the
# CO2 avoided in a year. A kiloliter of fuel oil always releases about the same amount of CO2, so dividing the CO2 by the oil reveals the
# **emission factor** that the authors used, if they used one.
#
# Three words are enough to read the numbers: 萬 is ten thousand, 公噸 is a tonne, 公秉 is a kiloliter. A printed `36.2萬` was
# rounded, so it may represent any number from 36.15 to 36.25 times ten thousand, and the quotient is an interval as well. Its lower
# end is the smallest numerator divided by the largest denominator; its upper end is the largest numerator divided by the smallest denominator.
#
# **Predict first.** Will the article's two quotients agree within rounding?

# %%
implied = {
    name: ep.emissions.implied_factor(program[co2], program[oil]) for name, (co2, oil) in pairs.items()
}
tested = ep.emissions.implied_factor(co2_text, oil_text)
if co2_printed or oil_printed:
    implied["your document"] = tested
density = ep.emissions.factor("fuel_oil_density")
kcal = ep.datasets.load("factors", "energy_units").set_index("id").loc["kcal", "value"]  # kJ
china = ep.emissions.china_default_factors().replace(density)
per_gj = china.get("fuel_oil", "CO2 factor").value / 1000  # t/GJ
world = ep.emissions.factor_set("fuel_oil_density", "fuels/fuel_oil_ipcc_2006", "fuel_oil_ipcc_2006")
america = ep.emissions.factor_set("fuel_oil_no6_us", "fuel_oil_no6_us_2016")
chains = {
    "China: statistics and density": ep.emissions.factor_chain("fuel_oil", "kL", "co2", china),
    "World: guideline and density": ep.emissions.factor_chain("fuel_oil", "kL", "co2", world),
    "United States: no. 6 oil": ep.emissions.factor_chain("fuel_oil_no6", "kL", "co2", america),
}
for heat_of_taiwan in ("fuel_oil_taiwan_9600", "fuel_oil_taiwan_9200"):
    taiwan = ep.emissions.factor_set(heat_of_taiwan, "fuel_oil_ipcc_2006")
    chains[f"Taiwan: {heat_of_taiwan[-4]},{heat_of_taiwan[-3:]} kcal/L"] = ep.emissions.factor_chain(
        "fuel_oil", "kL", "co2", taiwan
    )
factors = {name: chain.value for name, chain in chains.items()} | {
    f"Yours: {heat_value:,.0f} kcal/L": heat_value * kcal / 1000 * per_gj
}
doubtful = [
    name
    for name in factors
    if name not in chains or any(f.status == "unverified" for f in chains[name].factors)
]
ep.plots.show(
    ep.plots.plot_intervals(implied, factors, quantity="CO2 of fuel oil", unit="t/kL", doubtful=doubtful)
)

# %% [markdown]
# The article's two intervals do not overlap. Rounding does not explain the difference, so the article used two
# factors, or the two savings do not include the same things. The wording gives one hint: the program's oil is printed as *oil
# equivalent* (油當量), but Linhai's is not.
#
# Which factors might the authors have used? Each candidate is a chain: heat in a liter, times CO2 per unit of heat. Only the American one
# needs no value quoted from memory.

# %%
candidates = pd.DataFrame({"t/kL": factors}).round(3)
candidates["known by"] = ["a value from memory" if name in doubtful else "sources" for name in factors]
for name, interval in implied.items():
    candidates[f"fits {name}"] = ["yes" if value in interval else "no" for value in factors.values()]
candidates

# %%
fitting = [name for name, value in factors.items() if value in tested]
origin = "your document" if co2_printed or oil_printed else scope
Markdown(
    f"The factor behind the figures of **{origin}** lies between {tested.low:.3f} and {tested.high:.3f} t/kL. "
    + (
        f"Of {len(factors)} candidates, {len(fitting)} fit: " + "; ".join(fitting) + "."
        if fitting
        else "No candidate fits."
    )
)

# %% [markdown]
# A candidate that fits is a **lead** and nothing more. Several oils fit Linhai, so a fit alone cannot be enough. And the two candidates that give almost the same
# number, the one for China and the one for Taiwan with 9,600 kcal/L, do not confirm each other: 10,000 kcal in a kilogram times 0.96 kg in a liter *is*
# 9,600 kcal in a liter. A page on which the authors name their factor would settle the question.

# %%
course.ask(
    "A factor that you found in a handbook lies inside the interval of the article. What do you know now?",
    {
        "The authors used this factor.": "They may have. As long as other factors fit, or might fit, you cannot tell.",
        "The figures are right.": "The factor only links two figures on one page. Both could be wrong together.",
        "The figures could have been computed in this way.": "Yes. A fit keeps an explanation in play. Only a "
        "misfit removes it.",
    },
    right="The figures could have been computed in this way.",
)

# %% [markdown]
# ## 3 Two texts agree: are they independent?
#
# In which country does Kalundborg lie? Three texts used in this course mention it in passing, and three public documents are about the
# symbiosis itself.

# %%
country = statements[statements["subject"] == "country"].merge(
    ep.datasets.load("audit_lab", "origins")[["text", "why"]], left_on="source", right_on="text"
)
country["kind of text"] = country["status"].map({"stated": "in passing", "verified": "about the symbiosis"})
country.assign(source=country["source"].map(source_names)).set_index("source")[
    ["statement_value", "kind of text", "why"]
].rename(columns={"statement_value": "country"})

# %% [markdown]
# A vote among the first three gives Sweden, which is wrong. What can the *agreement* of the two wrong texts tell us? That two
# texts agree on something true reveals little, because the truth is there for anybody to find. A shared **error**, in contrast, leaves a trace: perhaps one
# copied the other, or both copied a third. But two authors can also make the same slip, and neighbors are easily confused.
# So such a trace may be strong or weak, and its strength can be computed.
#
# Suppose that a text errs with chance $e$, and that a fraction $s$ of all errors gives this same wrong answer. Two *independent* texts both give it with
# chance $(es)^2$. Two texts with *one origin* both give it with chance $es$, since only one slip is needed. The ratio of the two chances, called
# the Bayes factor, measures the evidence for a common origin; it converts your earlier odds into the odds that you should accept now:
#
# $$B = \frac{es}{(es)^2} = \frac{1}{es}, \qquad \text{odds after} = B \cdot \text{odds before} .$$

# %%
bayes = 1 / (slip * same_slip)
odds = bayes * prior / (1 - prior)
common = odds / (1 + odds)
voices = 2 - common
from_truth = 1 / (1 - slip)
Markdown(
    f"If {100 * slip:g} % of texts slip and {100 * same_slip:g} % of the slips name the same country, the shared error is evidence of **{bayes:.0f} to 1** for a common "
    f"origin. The chance of a common origin goes from {100 * prior:g} % to **{100 * common:.0f} %**, so the two texts count as about {voices:.1f} voices, "
    f"neither as two nor as one. Had both said Denmark, the evidence would have been a mere {from_truth:.2f} to 1."
)

# %%
slips, parts = sorted({0.02, 0.1, 0.3, slip}), sorted({0.2, 0.5, 0.9, same_slip})
after = pd.DataFrame(
    {
        f"{100 * s:g} % to the same answer": [100 / (1 + e * s * (1 - prior) / prior) for e in slips]
        for s in parts
    },
    index=pd.Index([f"{100 * e:g} %" for e in slips], name="chance of a slip"),
)
after.round(0).astype(int)

# %% [markdown]
# The table gives the chance of a common origin [%] once the shared error is known. It is highest where errors are rare and odd: a
# misspelled name, a wrong digit, a misplaced decimal. It falls where many authors would make the same slip.
#
# Two texts can also agree on a true number and still count as one voice. Two handbooks on emissions, from 1996 and 2006, agree on fuel oil:
# one prints carbon, the other CO2.

# %%
carbon = ep.emissions.factor("fuel_oil_carbon_ipcc_1996").value
per_carbon = ep.emissions.molar_mass("CO2") / ep.emissions.molar_mass("C")
Markdown(
    f"{carbon} kg of carbon per GJ times 44/12 equals {carbon * 44 / 12:.2f} kg of CO2, and the second handbook prints {1000 * per_gj:g}. With exact molar masses it "
    f"would be {carbon * per_carbon:.2f}. The second figure was evidently computed from the first: two pages, one number."
)

# %%
course.ask(
    "Two reports name the same wrong year for the start of a program. How many sources do you have for that year?",
    {
        "Two: they were written by different institutes.": "Different covers do not make different origins. A shared error is a warning.",
        "One: a shared error proves that one copied the other.": "It is evidence, not proof. If the year is easily mistaken, two "
        "authors may slip alike.",
        "Something between one and two, depending on how odd the error is.": "Yes. And the better question is which document lies "
        "closest to the event. Counting texts, however carefully, rarely settles a fact.",
    },
    right="Something between one and two, depending on how odd the error is.",
)

# %% [markdown]
# The documents in the lower half of the table do not win by force of numbers. They win because the town is their subject, and an error about it
# would hardly pass unnoticed. One comes from the very institute whose report names Sweden.
#
# ## 4 Questions that find faults
#
# The course has recomputed the claims of its five sources wherever possible: each claim comes with a formula, and the tables behind it are
# open. The published claims receive one of four verdicts. A claim **agrees** or **conflicts**; it is a **puzzle** if the sources leave it open, and a
# **trap** if the number may be right but an easy mistake lies in wait.

# %%
ep.plots.show(course.claims.plot_verdicts(claims))

# %% [markdown]
# Do not read this figure as a grade for the sources. A claim was included because something about it caught a reader's attention;
# statements that nobody stopped to question are missing. Such a **selection** supports no conclusion about how often texts err, or where.
# The figure does offer practice. The same faults recur, and for each kind there is a question that exposes it.

# %%
kinds.set_index("name")[["question", "check"]]

# %%
own = claims[claims["subject"] == subject]
spelled = subject.title() if subject in {"kalundborg", "taiwan"} else subject
agreeing = int((own["verdict"] == "agrees").sum())
close = claims.set_index("claim").loc[claim]
faults = ep.datasets.load("audit_lab", "faults").set_index("claim")["kind"]
beyond_arithmetic = int(faults.isin(["definition", "inference"]).sum())
numbers = course.claims.in_words(
    close["stated"], close["computed"], close["low"], close["high"], close["unit"]
)
Markdown(
    f"Of the {len(own)} claims on *{spelled}*, {agreeing} simply agree. "
    f"One {'of them' if close['subject'] == subject else 'claim on another subject'} in detail: **{close['statement']}** ({source_names[close['source']]}; {numbers}). "
    f"The verdict is **{close['verdict']}**, the kind of fault: {faults.get(claim, 'none')}. {close['explanation']}\n\n"
    f"Of the {len(faults)} doubtful claims in the table, {beyond_arithmetic} turn on a *definition* (a share of what?) or an *inference* (does the conclusion follow?), "
    "and no calculator finds those."
)

# %% [markdown]
# Try `claim="a1-share-of-investment"` or `claim="certification-time"` in the parameters cell: one turns on a definition, the other on an
# inference.
#
# ## 5 What would decide?
#
# Some disputes cannot be settled at a desk. A good check then ends with a list of explanations and with the evidence that would
# tell them apart. Each cell of the next table says what a piece of evidence would show *if* the explanation at the head of the column were true.

# %%
looked_for = evidence[evidence["puzzle"] == puzzle]
explanations = hypotheses[hypotheses["puzzle"] == puzzle].set_index("hypothesis")["meaning"]
shown = looked_for.pivot(index=["evidence", "meaning"], columns="hypothesis", values="shows")
shown[list(explanations.index)].rename_axis(["evidence", "what it is"]).rename_axis(columns=None)

# %%
enough = course.claims.find_deciding_evidence(looked_for)
distinct = looked_for.groupby("evidence")["shows"].nunique()
useless = [name for name in distinct.index if distinct[name] == 1]
Markdown(
    "The explanations: "
    + " ".join(f"*{name}*: {meaning}" for name, meaning in explanations.items())
    + f" The fewest pieces of evidence that tell all of them apart: {len(enough[0])}, namely "
    + ", or ".join(" with ".join(f"*{piece}*" for piece in chosen) for chosen in enough)
    + "."
    + (
        f" Worthless here, because it would look the same in every case: *{'*, *'.join(useless)}*."
        if useless
        else ""
    )
)

# %% [markdown]
# A row whose cells are all alike decides nothing, however hard the evidence was to obtain. For the gypsum, one such row is the size test from
# section 1: the power station *could* have made the gypsum, whoever actually did. Two rows whose cells differ are worth a letter to an archive.
#
# Some of this evidence exists for the gypsum. Our sources report the following.

# %%
exchange = ep.datasets.load("kalundborg", "exchanges").set_index("no").loc[16]
driver = ep.datasets.load("kalundborg", "drivers").set_index("no").loc[16]
after_coal = ep.datasets.load("kalundborg", "changes_since_2000").set_index("id")
acid = statements[
    (statements["subject"] == "use of sulfur") & (statements["statement_value"] == "sulfuric acid")
]
origins = statements[(statements["subject"] == "origin of gypsum") & (statements["status"] == "verified")]
Markdown(
    f"- **First delivery.** Beginning in {exchange['since']:.0f}, gypsum went from the power station to the factory ({source_names[exchange['source']]}). {driver['driver']} ({source_names[driver['source']]}). "
    "No public document that we read mentions a plant at the refinery that makes gypsum.\n"
    f"- **After coal.** {after_coal.loc['gypsum_supply', 'after']} ({source_names[after_coal.loc['gypsum_supply', 'source']]}). {after_coal.loc['gypsum_supply', 'note']}.\n"
    f"- **Refinery account.** Not published. {len(acid)} texts say that the refinery's sulfur became sulfuric acid ({', '.join(acid['source'].map(source_names))}), and sulfur that became acid cannot have become gypsum.\n"
    f"- **Documents.** {len(origins)} public pages name the {origins['statement_value'].iloc[0]} as the origin of the gypsum ({', '.join(origins['source'].map(source_names))}); we do not know whether they are independent of one another."
)

# %% [markdown]
# None of these lines is proof. Together they make it unlikely that the gypsum came from the refinery: dates, chemistry, markets and documents point
# the same way, and they come from different sources. A fact with such evidence is *well supported*, and most facts in a plan will never be more than that.
#
# ## 6 Your own record
#
# A check is worth keeping when somebody else can repeat it. One row is enough: the claim, the number as printed, the
# numbers behind it as printed, the operation that joins them, and the place in the source. `course.claims.judge` computes the interval and gives the
# verdict. `exact` before a number says that it was counted rather than rounded.

# %%
shown = records[["claim", "stated", "first", "operation", "second", "scale"]].fillna("")
shown = shown.rename(columns={"scale": "times"})
words = [course.claims.in_words(None, value, None, None, "") for value in records["computed"]]
shown["computed"] = [text.removeprefix("computed ") or "nothing" for text in words]
shown["unit"] = records["unit"]
shown.assign(verdict=records["verdict"]).set_index("claim")

# %%
verdicts = records["verdict"].value_counts()
verbs = {"agrees": ("agrees", "agree"), "conflicts": ("conflicts", "conflict")}
said = {name: verbs.get(name, (f"is {name}", f"are {name}")) for name in verdicts.index}
Markdown(
    "Of the records, "
    + ", ".join(f"{count} {said[name][count > 1]}" for name, count in verdicts.items())
    + ". *Missing* is a verdict too: the report prints *n/c*, not communicated, and a zero in its place would be an invention. "
    "A record without a source and a place is rejected, since nobody could check it. *About 15 per cent* was read as a value rounded to a whole percent; a reader who lets "
    "*about* extend down to 13 will write *agrees*. Such a reading belongs in the record, too."
)

# %% [markdown]
# ## The answer

# %%
good_enough = "counts against" if recovered > enough_below else "does not count against"
Markdown(
    f"**May I use this number?** First recompute it from the other figures in the same report, with their rounding: the factor behind the figures of {origin} lies between {tested.low:.2f} and "
    f"{tested.high:.2f} t/kL, and {len(fitting)} of {len(factors)} candidates fit, so the figures are possible, but nobody knows how they were computed. Then test the number against a balance: "
    f"the sulfur balance {good_enough} the refinery story, but an unpublished entry keeps the balance from settling the matter. Then ask who else gives the number, and where they got it: two texts that share one odd error count as "
    f"about {voices:.1f} voices. If doubt remains, ask for the {len(enough[0])} piece{'s' if len(enough[0]) > 1 else ''} of evidence that would settle it, and until then print the number with its source, its year and the word *about*."
)

# %% [markdown]
# ## Results of this run

# %%
course.results(
    {
        "sulfur in the gypsum [t/year]": balance["sulfur"],
        "coal that brings it [10^6 t/year]": balance["coal"] / 1e6,
        "part of that sulfur known of the refinery [%]": known_part,
        "sulfur that the crude oil brought [t/year]": intake,
        "recovery below which crude oil would suffice [%]": enough_below,
        "factor, low end [t/kL]": tested.low,
        "factor, high end [t/kL]": tested.high,
        "candidates that fit": len(fitting),
        "evidence for a common origin [1]": bayes,
        "chance of a common origin [%]": 100 * common,
        "voices of the two texts": voices,
        "claims on the subject that agree": agreeing,
        "verdict on the claim": close["verdict"],
        "pieces of evidence that decide": len(enough[0]),
        "records that agree": int(verdicts.get("agrees", 0)),
        "records that conflict": int(verdicts.get("conflicts", 0)),
    }
)

# %% [markdown]
# ## What this cannot show
#
# - Whether an agreeing number is true. It may be wrong along with every other number on its page.
# - How reliable a source is as a whole: the claims were not drawn at random but picked, mostly by the authors of this course.
# - Why an author erred. A shared error hints at a common origin but never says who copied whom.
# - Whether a fault is in the printed report, where we had only a text extract: lost superscripts, columns or rows may be faults of the extract.
# - The amount of gypsum from either firm, year by year: not published in anything that we read.
#
# ## Key points
#
# - Count, convert, recompute, then compare: in this order it costs minutes.
# - A printed number is an interval. Only a mismatch rules out an explanation; a fit merely keeps it in play.
# - A balance is only as strong as its least certain entry. Name that entry.
# - A shared error is evidence of a common origin; the odder the error, the stronger the evidence. Agreement on the truth says almost nothing about origins.
# - Prefer the document that lies closest to the event to any number of texts that mention it.
# - If you cannot decide, say which evidence would settle the matter, and ask for it.
#
# ## Now with your own zone
#
# Pick five numbers in a report on your zone that can be recomputed from other numbers in the same report. The first command writes a file with
# the records of section 6 as examples; replace them with your own. The second judges them, and if a row breaks a rule you get a list of all problems.
#
# - `ecopark datasets audit_lab --table template --out my-claims.csv`
# - `ecopark run 11 -p claims_file=my-claims.csv`
#
# Does your zone's report print CO2 avoided and oil saved? `ecopark run 11 -p co2_printed="12,400 t" -p oil_printed="4,100 kL"`
#
# The exercises are in `exercises/11_reading_sources.ipynb`.
#
# ## The researcher's corner
#
# *Is an interval too pessimistic?* A referee would say so: the ends of the quotient's interval assume that both roundings went against you at once. If
# rounding errors are uniform and independent, the quotients cluster near the middle of the interval.

# %%
generator = np.random.default_rng(0)
top, bottom = course.claims.parse_printed(co2_text), course.claims.parse_printed(oil_text)
draws = generator.uniform(top.low, top.high, 100_000) / generator.uniform(bottom.low, bottom.high, 100_000)
low, high = pd.Series(draws).quantile([0.025, 0.975])
share = 100 * (high - low) / (tested.high - tested.low)
Markdown(
    f"For {origin}, 95 % of the quotients lie between {low:.3f} and {high:.3f} t/kL, {share:.0f} % of the width of the interval. The interval is safe for *rejecting* a factor; use the simulation to say what is likely."
)

# %% [markdown]
# *Is the Bayes factor of section 3 honest?* It needs $e$ and $s$, which nobody has measured for these texts, and it uses one shared
# answer. Dong, Berti-Équille and Srivastava (2009) compare many answers from many sources at once: shared *false* values that few other sources give count
# heavily, shared true values count for little, and the error rates are estimated together with the dependence between the sources.
#
# *Has rounding unmasked real errors?* Brown and Heathers (2017) asked which means are possible at all for a given number of whole-number answers, and found impossible
# ones in many published articles. *How does the field grade its data?* Weidema and Wesnæs (1996) proposed a pedigree matrix for life cycle
# inventories: reliability, completeness, time, place and technology, each scored from 1 to 5. Material flow analysts go further and reconcile whole
# balances statistically; Zoboli and others (2016) show how the reconciliation of a time series uncovers systematic errors.
#
# ## References
#
# - Package `claims`: each claim with its place in the source, the cells that it is recomputed from, and the rule for its verdict. Package `audit_lab`: kinds of faults,
#   evidence and a template; the grades were assigned by this project. Packages `kalundborg`, `taiwan`, `factors`.
# - CONCAWE (2010), report no. 1/10 on the paths of sulfur through European refineries; we read only the abstract. Statoil (1999, 2000), three news items on Kalundborg.
#
# To read further:
#
# - Dong, Berti-Équille and Srivastava (2009), *Integrating conflicting data: the role of source dependence*, *PVLDB* 2(1), doi:10.14778/1687627.1687690.
# - Brown and Heathers (2017), *The GRIM test*, *Social Psychological and Personality Science* 8(4), doi:10.1177/1948550616673876.
# - Zoboli, Laner, Zessner and Rechberger (2016), *Journal of Industrial Ecology* 20(6), doi:10.1111/jiec.12381 (open access).
# - Weidema and Wesnæs (1996), *Journal of Cleaner Production* 4: the pedigree matrix.

# %% [markdown] tags=["instructor"]
# **Role play: the number in the speech (25 minutes).** Tomorrow the mayor opens the zone's first steam pipe. The draft of the speech says: *As in Kalundborg, Sweden, where a refinery
# turns its sulfur into 150,000 tonnes of gypsum, our exchange will save 240,000 tonnes of CO2.* Four roles, three minutes of preparation each:
#
# - *Speechwriter.* You need a number that people remember, tonight. Defend: two sources say so, and nobody will check.
# - *Zone manager.* The figure for CO2 is Kalundborg's, not yours; your own estimate is 9,000 t with a baseline that you chose. Defend: one honest number of our own.
# - *Engineer of the plasterboard firm.* You know whose gypsum you bought. You may be asked, but your contract forbids you to name amounts. Defend: your right to confirm only the facts that the contract lets you share.
# - *Journalist.* You will print the speech, and a correction if need be. Ask every question from the table in section 4 that applies.
#
# Ten minutes in pairs (speechwriter with manager, engineer with journalist), eight with the whole class, then each group writes the sentence that it would let the mayor say.
# Debrief: Which fault mattered most for the listener: the country, the firm or the baseline? Which was cheapest to find? Did anybody propose to leave the number out?
#
# **Group task (15 minutes).** Each group takes a page of a report on its own zone and makes three records for section 6: one that agrees, one that does not, one that is
# missing. Groups swap records and try to repeat each other's checks with only the place in the source to go by.
