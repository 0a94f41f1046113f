"""What the delivery of an order costs, in cents."""

HOME = "DE"
BASE = 490
ABROAD = 1290
HEAVY_FROM = 5_000
HEAVY = 300
FREE_FROM = 5_000


def is_free(order):
    return order.member or order.total() >= FREE_FROM


def cost(order):
    if order.country == HOME:
        if is_free(order):
            return 0
        price = BASE
    else:
        price = ABROAD
    if order.weight() > HEAVY_FROM:
        price += HEAVY
    return price


def label(order):
    cents = cost(order)
    return "free" if cents == 0 else f"{cents / 100:.2f} EUR"
