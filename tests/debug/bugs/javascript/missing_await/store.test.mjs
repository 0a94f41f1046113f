import assert from "node:assert/strict";
import test from "node:test";
import { Store } from "./store.mjs";

test("what was written is read", async () => {
  const store = new Store();
  await store.write("a", "milk");
  assert.equal(await store.read("a"), "milk");
});

test("what is appended stands below", async () => {
  const store = new Store();
  await store.append("a", "milk");
  await store.append("a", "bread");
  assert.equal(await store.read("a"), "milk\nbread");
});

test("a renamed note is gone from its old name", async () => {
  const store = new Store();
  await store.write("a", "milk");
  await store.rename("a", "b");
  assert.equal(await store.read("a"), null);
});

test("a renamed note keeps its text", async () => {
  const store = new Store();
  await store.write("a", "milk");
  await store.rename("a", "b");
  assert.equal(await store.read("b"), "milk");
});
