"""A catalogue of products, with a remembered index by first letter."""


class Catalogue:
    def __init__(self):
        self._products = {}
        self._index = None

    def add(self, code, name, price):
        self._products[code] = {"name": name, "price": price}
        self._index = None

    def remove(self, code):
        del self._products[code]
        self._index = None

    def rename(self, code, name):
        product = self._products[code]
        product["name"] = name
        self._index = self._index

    def reprice(self, code, price):
        self._products[code]["price"] = price

    def price(self, code):
        return self._products[code]["price"]

    def index(self):
        if self._index is None:
            self._index = self._make_index()
        return self._index

    def _make_index(self):
        index = {}
        for product in self._products.values():
            index.setdefault(product["name"][0].upper(), []).append(product["name"])
        return {letter: sorted(names) for letter, names in sorted(index.items())}
