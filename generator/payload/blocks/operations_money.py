"""Operations on money and shares that people name: tips, tax, discounts, loans, savings. They refuse empty counts."""

from .operation import AnswerError, Lines, Money, Numbers, Percent, operation


@operation("A percentage of a number: what is 20 percent of 80")
def percent_of(percent: Percent, amount: float) -> float:
    return amount * percent / 100


@operation("What percentage one number is of another: share, rate, score out of total", "percent")
def what_percent(part: float, whole: float) -> float:
    return _over(part, whole, "the whole") * 100


@operation("Percentage change, increase or decrease, from an old value to a new one", "percent")
def percent_change(old: float, new: float) -> float:
    return _over(new - old, abs(old), "the old value") * 100


@operation("Increase a number by a percentage: raise, more, new salary or price")
def increase_by_percent(amount: float, percent: Percent) -> float:
    return amount * (1 + percent / 100)


@operation("Decrease a number by a percentage: cut, reduce, less")
def decrease_by_percent(amount: float, percent: Percent) -> float:
    return amount * (1 - percent / 100)


@operation("Tip amount on a bill from a tip percentage", "money")
def tip_amount(bill: Money, tip_percent: Percent = 15) -> float:
    return bill * tip_percent / 100


@operation("Total of a bill with the tip added", "money")
def total_with_tip(bill: Money, tip_percent: Percent = 15) -> float:
    return bill * (1 + tip_percent / 100)


@operation("Split an amount evenly between people: what each one pays", "money")
def split_evenly(amount: Money, people: int) -> float:
    if people < 1:
        raise AnswerError("There must be at least one person.")
    return amount / people


@operation("Split a bill with tip between people: what each person pays", "money")
def split_with_tip(bill: Money, tip_percent: Percent, people: int) -> float:
    if people < 1:
        raise AnswerError("There must be at least one person.")
    return bill * (1 + tip_percent / 100) / people


@operation("Who owes whom: settle shared expenses; one line per payment with name and amount", "table")
def settle_up(payments: Lines) -> list[dict[str, object]]:
    paid: dict[str, float] = {}
    for line in payments:
        name, _, amount = line.replace(":", " ").strip().rpartition(" ")
        try:
            paid[name.strip()] = paid.get(name.strip(), 0) + float(amount.strip("$€£").replace(",", ""))
        except ValueError as error:
            raise AnswerError("Each line needs a name and an amount, like: Anna 30") from error
    fair = sum(paid.values()) / len(paid) if paid else 0
    owed = sorted(((name, amount - fair) for name, amount in paid.items()), key=lambda pair: pair[1])
    moves: list[dict[str, object]] = []
    while len(owed) > 1 and owed[-1][1] > 0.005:
        (debtor, debt), (creditor, credit) = owed[0], owed[-1]
        move = min(-debt, credit)
        moves.append({"From": debtor, "To": creditor, "Amount": round(move, 2)})
        rest = [(debtor, debt + move), (creditor, credit - move)]
        owed = sorted([*owed[1:-1], *rest], key=lambda pair: pair[1])
    return moves


@operation("Price after a discount in percent: sale price", "money")
def discounted_price(price: Money, discount_percent: Percent) -> float:
    return price * (1 - discount_percent / 100)


@operation("Discount amount: how much money you save, saved, off the price in percent", "money")
def discount_amount(price: Money, discount_percent: Percent) -> float:
    return price * discount_percent / 100


@operation("Final price after a discount and with sales tax", "money")
def discounted_price_with_tax(price: Money, discount_percent: Percent, tax_percent: Percent) -> float:
    return price * (1 - discount_percent / 100) * (1 + tax_percent / 100)


@operation("Original price before a discount, from the sale price", "money")
def price_before_discount(sale_price: Money, discount_percent: Percent) -> float:
    return _over(sale_price, 1 - discount_percent / 100, "what is left of the price")


@operation("Tax amount on a net price: VAT, GST, sales tax", "money")
def tax_amount(net: Money, tax_percent: Percent) -> float:
    return net * tax_percent / 100


@operation("Price with tax added: gross from net, VAT, GST, sales tax", "money")
def add_tax(net: Money, tax_percent: Percent) -> float:
    return net * (1 + tax_percent / 100)


@operation("Net price from the gross: remove, take off, deduct tax, VAT", "money")
def remove_tax(gross: Money, tax_percent: Percent) -> float:
    return _over(gross, 1 + tax_percent / 100, "the tax factor")


@operation("Tax contained in a gross price: VAT included", "money")
def tax_included(gross: Money, tax_percent: Percent) -> float:
    return gross - remove_tax(gross, tax_percent)


@operation("Selling price from cost and markup percentage", "money")
def price_with_markup(cost: Money, markup_percent: Percent) -> float:
    return cost * (1 + markup_percent / 100)


@operation("Profit margin in percent from cost and selling price", "percent")
def profit_margin(cost: Money, price: Money) -> float:
    return _over(price - cost, price, "the price") * 100


@operation("Markup in percent from cost and selling price", "percent")
def markup_percent(cost: Money, price: Money) -> float:
    return _over(price - cost, cost, "the cost") * 100


@operation("Profit: revenue less costs", "money")
def profit(revenue: Money, costs: Money) -> float:
    return revenue - costs


@operation("Break-even point: how many units must be sold to cover the fixed costs")
def break_even_units(fixed_costs: Money, price_per_unit: Money, cost_per_unit: Money) -> float:
    if price_per_unit <= cost_per_unit:
        raise AnswerError("The price per unit must be higher than the cost per unit.")
    return fixed_costs / (price_per_unit - cost_per_unit)


@operation("Return on investment in percent", "percent")
def return_on_investment(invested: Money, got_back: Money) -> float:
    return _over(got_back - invested, invested, "what was invested") * 100


@operation("Unit price: price per piece, per kilogram, per litre; compare offers", "money")
def unit_price(price: Money, quantity: float) -> float:
    return _over(price, quantity, "the quantity")


@operation("Price times quantity: cost, line total, amount", "money")
def price_times_quantity(price: Money, quantity: float) -> float:
    return price * quantity


@operation("Simple interest earned or owed over years", "money")
def simple_interest(principal: Money, annual_percent: Percent, years: float) -> float:
    return principal * annual_percent / 100 * years


@operation("Compound interest: what a sum grows to over years, future value of an investment", "money")
def compound_growth(principal: Money, annual_percent: Percent, years: float, times_a_year: int = 1) -> float:
    if times_a_year < 1:
        raise AnswerError("Interest must be added at least once a year.")
    return float(principal * (1 + annual_percent / 100 / times_a_year) ** (times_a_year * years))


@operation("Compound interest earned: growth of a sum less the sum itself", "money")
def compound_interest(principal: Money, annual_percent: Percent, years: float, times_a_year: int = 1) -> float:
    return compound_growth(principal, annual_percent, years, times_a_year) - principal


@operation("Savings final balance with a monthly deposit: what they grow to with interest, future value, end", "money")
def savings_growth(monthly_deposit: Money, annual_percent: Percent, years: float, start: Money = 0) -> float:
    import numpy_financial

    if annual_percent == 0:
        return start + monthly_deposit * years * 12
    return float(numpy_financial.fv(annual_percent / 1200, years * 12, -monthly_deposit, -start))


@operation("Savings interest earned with a monthly deposit", "money")
def savings_interest(monthly_deposit: Money, annual_percent: Percent, years: float, start: Money = 0) -> float:
    return savings_growth(monthly_deposit, annual_percent, years, start) - savings_paid_in(
        monthly_deposit, years, start
    )


@operation("Savings paid in: total deposits with a monthly deposit over years", "money")
def savings_paid_in(monthly_deposit: Money, years: float, start: Money = 0) -> float:
    return start + monthly_deposit * years * 12


@operation("Savings year by year: table of balance, deposits and interest", "table")
def savings_table(
    monthly_deposit: Money, annual_percent: Percent, years: int, start: Money = 0
) -> list[dict[str, float]]:
    def balance(year: int) -> float:
        return savings_growth(monthly_deposit, annual_percent, year, start)

    return [
        {
            "Year": year,
            "Paid in": round(start + 12 * year * monthly_deposit, 2),
            "Interest": round(balance(year) - start - 12 * year * monthly_deposit, 2),
            "Balance": round(balance(year), 2),
        }
        for year in range(1, min(years, 100) + 1)
    ]


@operation("How many months until a savings goal is reached with a monthly deposit", "integer")
def months_to_goal(goal: Money, monthly_deposit: Money, annual_percent: Percent = 0, start: Money = 0) -> int:
    balance, months = start, 0
    while balance < goal - 0.005:
        grown = balance * (1 + annual_percent / 1200) + monthly_deposit
        if grown <= balance or months >= 12_000:
            raise AnswerError("The goal is never reached this way.")
        balance, months = grown, months + 1
    return months


@operation("How much to put aside each month to reach a savings goal in time", "money")
def deposit_for_goal(goal: Money, months: int, annual_percent: Percent = 0, start: Money = 0) -> float:
    if months < 1:
        raise AnswerError("There must be at least one month.")
    import numpy_financial

    return max(0.0, -float(numpy_financial.pmt(annual_percent / 1200, months, -start, goal)))


@operation("Monthly payment of a loan or mortgage, from amount, yearly interest and years", "money")
def loan_payment(amount: Money, annual_percent: Percent, years: float) -> float:
    if years <= 0:
        raise AnswerError("The loan must run for some time.")
    import numpy_financial

    return -float(numpy_financial.pmt(annual_percent / 1200, years * 12, amount))


@operation("Total interest paid over the life of a loan or mortgage", "money")
def loan_interest(amount: Money, annual_percent: Percent, years: float) -> float:
    return loan_payment(amount, annual_percent, years) * years * 12 - amount


@operation("Total paid back for a loan or mortgage, interest included", "money")
def loan_total(amount: Money, annual_percent: Percent, years: float) -> float:
    return loan_payment(amount, annual_percent, years) * years * 12


@operation("Amortisation schedule of a loan: month by month payment, interest, principal and balance", "table")
def amortisation_table(amount: Money, annual_percent: Percent, years: float) -> list[dict[str, float]]:
    payment, balance, rows = loan_payment(amount, annual_percent, years), amount, []
    for month in range(1, min(round(years * 12), 1200) + 1):
        interest = balance * annual_percent / 1200
        balance = max(0.0, balance + interest - payment)
        rows.append(
            {
                "Month": month,
                "Payment": round(payment, 2),
                "Interest": round(interest, 2),
                "Principal": round(payment - interest, 2),
                "Balance": round(balance, 2),
            }
        )
    return rows


@operation("Present value: what a future sum is worth today", "money")
def present_value(future_sum: Money, annual_percent: Percent, years: float) -> float:
    return _over(future_sum, float((1 + annual_percent / 100) ** years), "the growth factor")


@operation("Inflation: what an amount of today will cost after years", "money")
def after_inflation(amount: Money, inflation_percent: Percent, years: float) -> float:
    return float(amount * (1 + inflation_percent / 100) ** years)


@operation("How many years until money doubles at an interest rate")
def years_to_double(annual_percent: Percent) -> float:
    import math

    if annual_percent <= 0:
        raise AnswerError("It only doubles when the interest is above zero.")
    return math.log(2) / math.log(1 + annual_percent / 100)


@operation("Yearly salary from an hourly wage", "money")
def hourly_to_yearly(hourly_wage: Money, hours_per_week: float = 40, weeks_per_year: float = 52) -> float:
    return hourly_wage * hours_per_week * weeks_per_year


@operation("Hourly wage from a yearly salary", "money")
def yearly_to_hourly(yearly_salary: Money, hours_per_week: float = 40, weeks_per_year: float = 52) -> float:
    return _over(yearly_salary, hours_per_week * weeks_per_year, "the hours")


@operation("Pay for hours worked, with overtime above a number of hours", "money")
def pay_with_overtime(hours: float, hourly_wage: Money, normal_hours: float = 40, overtime_rate: float = 1.5) -> float:
    over = max(0.0, hours - normal_hours)
    return (hours - over) * hourly_wage + over * hourly_wage * overtime_rate


@operation("Currency conversion with a given exchange rate", "money")
def exchange(amount: Money, rate: float) -> float:
    return amount * rate


@operation("Yearly cost of something paid monthly: subscriptions", "money")
def monthly_to_yearly(monthly_cost: Money) -> float:
    return monthly_cost * 12


@operation("Budget shares: split an income by percentages such as 50, 30 and 20", "list")
def split_by_percentages(amount: Money, percentages: Numbers) -> list[str]:
    return [f"{share:g} %: {amount * share / 100:,.2f}" for share in percentages]


def _over(above: float, below: float, what: str) -> float:
    if below == 0:
        raise AnswerError(f"There is no answer when {what} is zero.")
    return above / below
