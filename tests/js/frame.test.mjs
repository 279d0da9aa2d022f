// The page's side of the door: what it takes from the app's window, and what it refuses.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";

import { Atlas } from "./atlas.mjs";

createRequire(import.meta.url)("../../geo/timeline/static/timeline.bridge.js");

const settled = () => new Promise((resolve) => setTimeout(resolve));

function framed() {
  const posted = [];
  const parent = { postMessage: (message) => posted.push(message) };
  const listeners = [];
  globalThis.window = { parent, addEventListener: (_, listener) => listeners.push(listener) };
  const heard = [];
  Atlas.bridge.listen({
    data: (payload, rev) => heard.push(["data", payload, rev]),
    more: (payload, of) => heard.push(["more", payload, of]),
    view: (query) => heard.push(["view", query]),
    failed: (error) => heard.push(["failed", error.message]),
  });
  const say = async (data, source = parent) => {
    listeners.forEach((listener) => listener({ data, source }));
    await settled();
  };
  return { heard, posted, say };
}

test("the page says that it is ready, and hears its parent", async () => {
  const { heard, posted, say } = framed();
  assert.deepEqual(posted, [{ type: "atlas:ready" }]);
  await say({ type: "atlas:data", rev: "a", payload: "{}" });
  await say({ type: "atlas:view", rev: "1", query: { lang: "zh" } });
  assert.deepEqual(heard, [["data", "{}", "a"], ["view", { lang: "zh" }]]);
});

test("the same revision is handled once", async () => {
  const { heard, say } = framed();
  for (const rev of ["a", "a", "b", "b", "a"]) await say({ type: "atlas:data", rev, payload: "{}" });
  assert.deepEqual(heard.map(([, , rev]) => rev), ["a", "b", "a"]);
});

test("what the data lack is heard with the data it is of, again after other data", async () => {
  const { heard, say } = framed();
  for (const rev of ["m", "m"]) await say({ type: "atlas:more", rev, of: "a", payload: "{}" });
  await say({ type: "atlas:data", rev: "b", payload: "{}" });
  await say({ type: "atlas:more", rev: "m", of: "b", payload: "{}" });
  assert.deepEqual(heard, [["more", "{}", "a"], ["data", "{}", "b"], ["more", "{}", "b"]]);
});

test("strangers and other shapes are not heard", async () => {
  const { heard, say } = framed();
  await say({ type: "atlas:data", rev: "a", payload: "{}" }, { postMessage() {} });
  const shapes = [
    null, "atlas:data", 3, [], {}, { type: "atlas:data" }, { type: "atlas:data", rev: "a" }, { type: "atlas:data", rev: 1, payload: "{}" },
    { type: "atlas:data", rev: "a", payload: {} }, { type: "atlas:view", rev: "a" }, { type: "atlas:view", rev: "a", query: null },
    { type: "atlas:more", rev: "a", payload: "{}" }, { type: "atlas:more", rev: "a", of: 1, payload: "{}" },
    { type: "atlas:more", rev: "a", of: "b" },
    { type: "atlas:view", rev: "a", query: { q: 5 } }, { type: "atlas:view", rev: "a", query: { q: "x".repeat(3000) } },
    { type: "other", rev: "a", query: {} }, { type: "atlas:view", rev: "r".repeat(300), query: {} },
  ];
  for (const shape of shapes) await say(shape);
  assert.deepEqual(heard, []);
});

test("a message that fails stops none that follow", async () => {
  const { heard, posted, say } = framed();
  Atlas.bridge.listen({ data: () => Promise.reject(new Error("altered")), view: () => {}, failed: (error) => heard.push(error.message) });
  await say({ type: "atlas:data", rev: "a", payload: "{}" });
  await say({ type: "atlas:view", rev: "1", query: {} });
  assert.equal(posted.length, 2);
  assert.ok(heard.some((entry) => entry[0] === "view"));
});

test("a page on its own posts to no one", () => {
  globalThis.window = {};
  globalThis.window.parent = globalThis.window;
  globalThis.window.postMessage = () => assert.fail("posted to itself");
  Atlas.bridge.send({ type: "atlas:view" });
  assert.equal(Atlas.bridge.framed(), false);
});
