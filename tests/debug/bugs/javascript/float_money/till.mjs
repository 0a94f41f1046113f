// Adds up a till.

export class Till {
  #sales = [];

  sell(price, count = 1) {
    if (count < 1) throw new RangeError("how many?");
    this.#sales.push({ price, count });
  }

  total() {
    return this.#sales.reduce((sum, { price, count }) => sum + price * count, 0);
  }

  change(given) {
    const total = this.total();
    if (given < total) throw new Error(`${total} is asked for`);
    return Math.round((given - total) * 100) / 100;
  }
}
