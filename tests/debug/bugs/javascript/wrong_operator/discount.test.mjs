import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { payable, percent, receipt } from "./discount.mjs";

describe("discount", () => {
  it("a member gets more for more", () => {
    assert.equal(percent({ member: true, total: 600 }), 10);
    assert.equal(percent({ member: true, total: 100 }), 5);
  });

  it("nothing for little", () => {
    assert.equal(percent({ member: false, total: 20 }), 0);
  });

  it("is for members alone", () => {
    assert.equal(payable({ member: false, total: 200 }), 200);
  });

  it("never below nothing", () => {
    assert.equal(payable({ member: false, total: 5, voucher: 10 }), 0);
  });

  it("shows cents", () => {
    assert.equal(receipt([{ name: "Ada", member: true, total: 100 }]), "Ada: 95.00");
  });
});
