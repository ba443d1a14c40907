# ---
# jupyter:
#   ecopark:
#     number: "03"
#     edition: 2
#     title: "Exercises: planning a park"
#     minutes: 45
#     variants:
#       energy_cut: [16.0, 18.0, 22.0, 24.0, 26.0, 28.0, 32.0, 35.0]
#       plan_years: [3, 4, 6, 7, 8]
#       investment: [2400.0, 2600.0, 2800.0, 3000.0, 3200.0, 3400.0]
#       saving: [900.0, 950.0, 1000.0, 1050.0, 1100.0, 1150.0]
#       rate: [0.04, 0.05, 0.06, 0.07, 0.09, 0.1]
#       grant: [300.0, 350.0, 400.0, 450.0, 500.0]
#       loan_rate: [0.01, 0.015, 0.02, 0.025, 0.03]
#       delay: [2, 3, 4, 5]
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises 03: planning a park
#
# Replace the three dots in each answer cell, run it, and then run the check below it. The check prints one line; each
# wrong answer brings a further hint.
#
# The park and its projects are **synthetic**: the numbers are invented and differ from those of the lesson. One cell
# contains an error for you to repair. The last answer is a text of your own, which is kept for your teacher.

# %% tags=["parameters"]
energy_cut: float = 16.0  # goal: by how much energy per GDP falls; %; 1..60
plan_years: int = 4  # years until the goal; year; 2..20
investment: float = 2600.0  # investment of a project; 10^4 RMB; 100..100000
saving: float = 1050.0  # what the project saves in a year if all exchanges count; 10^4 RMB; 100..100000
rate: float = 0.06  # discount rate; 1/year; 0.01..0.3
grant: float = 350.0  # grant of the city for the project; 10^4 RMB; 1..10000
loan_rate: float = 0.02  # interest on a loan from the province; 1/year; 0.001..0.3
delay: int = 3  # years by which a cleanup postpones all gains; year; 1..20

# %%
import ecopark_course as course

check = course.checker(
    "03",
    energy_cut=energy_cut,
    plan_years=plan_years,
    investment=investment,
    saving=saving,
    rate=rate,
    grant=grant,
    loan_rate=loan_rate,
    delay=delay,
)

# The project of exercises 3 to 6, besides the values above
upkeep = 180.0  # 10^4 RMB/year
years = 12  # years of service

# %% [markdown]
# ## 03.1 Required, preferred, allowed
#
# Which of the following do the guidelines of 2003 **require**, rather than merely prefer or allow? Give a list of
# letters, such as `["A", "B"]`.
#
# - **A** A park has a leader group and a technician group.
# - **B** Its treatment plant earns what it costs.
# - **C** Its enterprise incubator makes no profit.
# - **D** Using less comes before using again.
# - **E** The planning document has exactly the eight chapters of the guidelines.
# - **F** A center arranges the exchange of material and waste.

# %% [raw] tags=["exercise"]
# id = "03.1"
# hints = [
#   "For each sentence, look at the verb of the guidelines: does it express a rule, a wish, or a permission?",
#   "Section 3 of the lesson has a table with a column on the force of the words; section 2 has the principles.",
#   "Cross out what 'can' be done, what is 'better', and what 'may be adjusted'. Which sentences remain?",
# ]
# idea = "The two groups of the team, the principle that less comes first, and the exchange center are required. The treatment plant can carry its own result, a nonprofit incubator is preferred, and chapters may be added or dropped."
# [[mistakes]]
# value = "asked | {'B'}"
# hint = "The guidelines say that the treatment plant can carry its own profit and loss. Read the verb again."
# [[mistakes]]
# value = "asked | {'C'}"
# hint = "An incubator for profit is possible too. A nonprofit one is preferred, which is less than required."
# [[mistakes]]
# value = "asked | {'E'}"
# hint = "The list of chapters begins with the remark that a park may add, change and drop some."

# %%
asked = ...  # a list of letters
### BEGIN SOLUTION
asked = {"A", "D", "F"}
### END SOLUTION

# %%
check("03.1", asked)

# %% [markdown]
# ## 03.2 A goal that does not cap the total
#
# A plan promises that energy per GDP falls by `energy_cut` percent in `plan_years` years. The park keeps the
# promise exactly. Above what **yearly growth of GDP**, in percent, does its total energy use nevertheless rise?

# %%
f"cut of {energy_cut:g} % in {plan_years} years"

# %% [raw] tags=["exercise"]
# id = "03.2"
# unit = "%"
# within = 0.005
# hints = [
#   "The total is energy per GDP times GDP. When does this product stay the same?",
#   "If energy per GDP is multiplied by 1 - c over all years together, by what factor must GDP be multiplied to offset this?",
#   "A root leads from the factor for several years to that for one year. What growth in percent is that?",
# ]
# idea = "At 100 * ((1 / (1 - energy_cut / 100)) ** (1 / plan_years) - 1) percent a year the two effects cancel; above it the total rises."
# [[mistakes]]
# value = "energy_cut / plan_years"
# hint = "This spreads the cut evenly. Yearly factors multiply, and a rise must be larger, in percent, than the fall that it offsets."
# [[mistakes]]
# value = "100 * ((1 + energy_cut / 100) ** (1 / plan_years) - 1)"
# hint = "To make up for a fall of a fifth, something must grow by a quarter. Look at the factor over all years."
# [[mistakes]]
# value = "100 * (1 / (1 - energy_cut / 100) - 1)"
# hint = "This is the growth over all years together. The question is about the growth in one year."

# %%
critical_growth = ...  # %
### BEGIN SOLUTION
critical_growth = 100 * ((1 / (1 - energy_cut / 100)) ** (1 / plan_years) - 1)
### END SOLUTION

# %%
check("03.2", critical_growth)

# %% [markdown]
# ## 03.3 How much must be additional?
#
# An exchange center costs `investment` today and `upkeep` a year, for `years` years. All exchanges that it lists save
# `saving` a year. Some of them would exist without it. What **part of the saving**, in percent, must be additional
# for the center to be exactly worth its cost? Gains come at the end of each year.

# %%
f"investment {investment:g}, saving {saving:g} and upkeep {upkeep:g} a year, {years} years, rate {rate:g}"

# %% [raw] tags=["exercise"]
# id = "03.3"
# unit = "%"
# within = 0.02
# hints = [
#   "At which yearly gain is the net present value zero? Upkeep must be earned as well.",
#   "One unit a year for n years at the rate r is worth (1 - (1 + r) ** -n) / r today: the annuity factor.",
#   "What the center must earn in a year has two parts: one pays back the investment with interest, the other is spent every year. Compare their sum with the saving.",
# ]
# idea = "annuity = (1 - (1 + rate) ** -years) / rate; then 100 * (investment / annuity + upkeep) / saving."
# [[mistakes]]
# value = "100 * (investment / years + upkeep) / saving"
# hint = "This divides the investment by the number of years, as if gains in later years counted in full. Use the rate."
# [[mistakes]]
# value = "100 * investment / annuity / saving"
# hint = "The upkeep is paid every year too, whoever caused the exchange."
# [[mistakes]]
# value = "100 - part_needed"
# hint = "This is the part that may come without the center. The question is about the other part."

# %%
part_needed = ...  # %
### BEGIN SOLUTION
annuity = (1 - (1 + rate) ** -years) / rate
part_needed = 100 * (investment / annuity + upkeep) / saving
### END SOLUTION

# %%
check("03.3", part_needed)

# %% [markdown]
# ## 03.4 Repair: who gains from the grant?
#
# The city gives the project the grant `grant` today. A consultant computes what the project is worth **to the
# region**, which includes the city, if the whole saving counts. The cell runs, but it gives the value to somebody
# else. Repair it so that it gives the value to the region, in 10^4 RMB.

# %% [raw] tags=["exercise"]
# id = "03.4"
# unit = "10^4 RMB"
# within = 0.5
# hints = [
#   "Write down two columns: what the firm gets and pays, and what the city gets and pays. Add them.",
#   "What one part of the region pays and another part receives is no gain to the region.",
#   "Only one of the flows is a payment between two members of the region.",
# ]
# idea = "For the region the grant is a transfer: what the city pays, the firm receives. flows = [-investment] + [saving - upkeep] * years, discounted from year 0."
# [[mistakes]]
# value = "for_the_firm"
# hint = "This is the cell as it was: what the project is worth to the firm that receives the grant."
# [[mistakes]]
# value = "for_the_firm - 2 * grant"
# hint = "Now the grant counts as a loss to the region, although a firm of the region receives it."
# [[mistakes]]
# value = "sum(flow / (1 + rate) ** (t + 1) for t, flow in enumerate(right_flows))"
# hint = "The grant is treated correctly. The investment is spent today, so its year is 0."

# %%
flows = [-investment + grant] + [saving - upkeep] * years
regional_value = sum(flow / (1 + rate) ** t for t, flow in enumerate(flows))  # 10^4 RMB
### BEGIN SOLUTION
for_the_firm = regional_value
right_flows = [-investment] + [saving - upkeep] * years
regional_value = sum(flow / (1 + rate) ** t for t, flow in enumerate(right_flows))
### END SOLUTION

# %%
check("03.4", regional_value)

# %% [markdown]
# ## 03.5 A cheap loan is a hidden grant
#
# Instead of a grant, the province lends the whole investment at the interest rate `loan_rate`, to be repaid in equal
# yearly installments over `years` years. On the market the firm would pay `rate`. What **grant today** would be worth
# as much to the firm, in 10^4 RMB?

# %%
f"loan of {investment:g} at {loan_rate:g} instead of {rate:g}, {years} years"

# %% [raw] tags=["exercise"]
# id = "03.5"
# unit = "10^4 RMB"
# within = 0.5
# hints = [
#   "How large is one installment? At the interest rate of the loan, the present value of all installments equals the loan.",
#   "The installment follows from the annuity factor at loan_rate. Then ask what these installments are worth at the market rate.",
#   "The firm receives one sum today and repays a stream that is worth less at the market rate. Compare the two.",
# ]
# idea = "installment = investment / annuity at loan_rate; the grant is investment - installment * annuity at rate."
# [[mistakes]]
# value = "investment * (rate - loan_rate) * years"
# hint = "This adds the interest saved, as if the debt never shrank and later years counted in full."
# [[mistakes]]
# value = "investment * (rate - loan_rate) * annuity"
# hint = "Better, but the debt shrinks with every installment, and the interest saved with it."
# [[mistakes]]
# value = "instalment * annuity"
# hint = "This is what the installments are worth today. Compare it with the money received."

# %%
equal_grant = ...  # 10^4 RMB
### BEGIN SOLUTION
instalment = investment * loan_rate / (1 - (1 + loan_rate) ** -years)
equal_grant = investment - instalment * annuity
### END SOLUTION

# %%
check("03.5", equal_grant)

# %% [markdown]
# ## 03.6 How much cheaper must polluted land be?
#
# The same project can stand on clean land at once, or on a polluted yard. There the cleanup costs `cleanup` today,
# and all yearly gains (the whole saving less the upkeep) come `delay` years later; the investment is spent today in
# both cases. By how much must the yard be **cheaper**, in 10^4 RMB, for both sites to be worth the same?

# %%
cleanup = 420.0  # 10^4 RMB
f"cleanup {cleanup:g} (10^4 RMB), delay {delay} years"

# %% [raw] tags=["exercise"]
# id = "03.6"
# unit = "10^4 RMB"
# within = 0.5
# hints = [
#   "Two things make the yard worse: what the cleanup costs, and what the delay costs.",
#   "The annuity factor gives the worth of all gains together. If they come `delay` years later, what must this worth be divided by?",
#   "What is the difference between the gains on time and the gains postponed? And what comes on top of it?",
# ]
# idea = "gains = (saving - upkeep) * annuity; then cleanup + gains * (1 - (1 + rate) ** -delay)."
# [[mistakes]]
# value = "cleanup"
# hint = "Waiting costs something as well: gains that come later are worth less today."
# [[mistakes]]
# value = "cleanup + (saving - upkeep) * delay"
# hint = "The gains are not lost but come later: the service life begins when the delay is over."
# [[mistakes]]
# value = "cheaper_by - cleanup"
# hint = "This is the price of the delay. The cleanup itself comes on top."

# %%
cheaper_by = ...  # 10^4 RMB
### BEGIN SOLUTION
gains = (saving - upkeep) * annuity
cheaper_by = cleanup + gains * (1 - (1 + rate) ** -delay)
### END SOLUTION

# %%
check("03.6", cheaper_by)

# %% [markdown]
# ## 03.7 Decide and justify
#
# One company group owns four of the six plants of a park: sugar, pulp, power, alcohol. The other two belong to small
# firms. The group offers to run the leader group alone, "because we pay for everything". Would you accept? In about
# eight sentences, say who sits in the leader group and who has a vote, name one decision that the group cannot take
# for the others, refer to a case from the lesson, and say which number you would ask for before the first meeting.

# %% [raw] tags=["exercise"]
# id = "03.7"
# kind = "written"
# rubric = [
#   "Yes or no with a general reason.",
#   "A composition with a reason, without a case or without a decision that the group cannot take.",
#   "Composition, decision and case are there; the number is missing or would change nothing.",
#   "A composition with votes, a decision that lies outside the group, the case used as an argument, a number that would change the decision, and a cost of the choice.",
# ]
# hints = [
#   "List what lies outside the fence of the group: roads, river, farmers, small firms, the town's heat.",
#   "What did the city do at Guigang, although one group dominated the park?",
#   "A seat, a vote and a veto are three different things.",
# ]
# idea = "A leader group with the town's government, the group, the small firms and the farmers; the group has a vote, not the chair."

# %%
decision = ...  # text in quotes
### BEGIN SOLUTION
decision = (
    "I would not accept. The group pays for its plants, but land, road, river and the contracts of the cane farmers do not "
    "belong to it. At Guigang, too, one group dominated the park, and yet the secretary of the city committee, the mayor and the "
    "directors of the departments formed the leader group. Mine has five votes: the mayor in the chair, the environment bureau, the "
    "group, one vote for the two small firms, one for the farmers; residents are heard. The group keeps a veto over its own "
    "investments only. It cannot decide for the others what discharge the river can bear in winter. Before the first meeting I would "
    "ask for the bagasse that the group's boilers burn, because it decides whether a small firm can have any. My choice costs "
    "time: five votes agree more slowly than one."
)
### END SOLUTION

# %%
check("03.7", decision)

# %% [markdown] tags=["instructor"]
# A yes can reach the highest level as well, for instance with a contract that gives the town its conditions in
# writing. Misconception to listen for: *whoever pays decides*. It confuses the group's budget with what belongs to
# others. In 03.4 ask what happens if the grant comes from the capital, outside the region: then it is a gain to the
# region, but not to the country.
