// What an order costs after discounts.

const STEPS = [
  { from: 500, percent: 10 },
  { from: 100, percent: 5 },
];

export function percent(order) {
  if (order.member || order.total >= 100) {
    const step = STEPS.find((one) => order.total >= one.from);
    return step ? step.percent : 2;
  }
  return 0;
}

export function payable(order) {
  const off = (order.total * percent(order)) / 100;
  return Math.max(0, order.total - off - (order.voucher ?? 0));
}

export function receipt(orders) {
  return orders.map((order) => `${order.name}: ${payable(order).toFixed(2)}`).join("\n");
}
