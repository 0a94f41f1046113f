"""An order as the shop knows it."""

from dataclasses import dataclass, field


@dataclass
class Item:
    name: str
    price: int
    count: int = 1
    grams: int = 0


@dataclass
class Order:
    country: str
    member: bool = False
    items: list = field(default_factory=list)

    def total(self):
        return sum(item.price * item.count for item in self.items)

    def weight(self):
        return sum(item.grams * item.count for item in self.items)
