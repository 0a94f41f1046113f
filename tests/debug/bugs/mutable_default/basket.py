"""Baskets of a shop and their vouchers."""


class Basket:
    def __init__(self, owner, vouchers=[]):
        self.owner = owner
        self.lines = {}
        self.vouchers = vouchers

    def add(self, name, price, count=1):
        had, _ = self.lines.get(name, (0, price))
        self.lines[name] = (had + count, price)

    def redeem(self, voucher):
        if voucher in self.vouchers:
            raise ValueError(f"{voucher} was redeemed already")
        self.vouchers.append(voucher)

    def total(self):
        full = sum(count * price for count, price in self.lines.values())
        return max(0, full - sum(value(voucher) for voucher in self.vouchers))


def value(voucher):
    """VOUCHER-500 is worth 500 cents."""
    kind, _, cents = voucher.partition("-")
    if kind != "VOUCHER" or not cents.isdigit():
        raise ValueError(f"{voucher} is no voucher")
    return int(cents)
