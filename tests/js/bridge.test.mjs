// The door between app and map page, with the little of a browser that it touches.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";

const DOOR = Symbol.for("directive-atlas.door");
let background, listeners, mount, run;

class Element {
  constructor() {
    this.attributes = {};
    this.children = [];
    this.posted = [];
    this.contentWindow = { postMessage: (message, origin) => this.posted.push({ message, origin }) };
  }
  setAttribute(name, value) {
    this.attributes[name] = value;
  }
  replaceChildren(...children) {
    this.children = children;
  }
  remove() {
    this.removed = true;
  }
}

beforeEach(async () => {
  background = "#ffffff";
  listeners = new Set();
  delete globalThis[DOOR];
  globalThis.window = {
    addEventListener: (_, listener) => listeners.add(listener),
    removeEventListener: (_, listener) => listeners.delete(listener),
  };
  globalThis.document = { createElement: () => new Element() };
  globalThis.getComputedStyle = () => ({ getPropertyValue: () => background });
  run = (run ?? 0) + 1;
  mount = (await import(`../../views/bridge.js?run=${run}`)).default;
});

const host = new Element();
const parentElement = { querySelector: () => host };
const source = (rev = "a") => mount({ data: { part: "source", shell: "<p>page</p>", payload: `facts ${rev}`, rev } });
const map = (pushes = 0, view = {}, answers = []) =>
  mount({
    data: { part: "map", view, pushes, title: "Map" },
    parentElement,
    setStateValue: (_, answer) => answers.push(answer),
  });
const more = (part, rev, of = "a") => mount({ data: { part, rev, of, payload: `${part} ${rev}` } });
const frame = () => host.children[0];
const say = (data, from = frame().contentWindow) => listeners.forEach((listen) => listen({ source: from, data }));
const messages = () => frame().posted.map(({ message }) => message);

describe("more", () => {
  const told = () => messages().filter(({ type }) => type === "atlas:more").map(({ payload, of }) => [payload, of]);

  test("what the data lack is told once, the counts before the view and the facts after it", () => {
    more("facts", "f");
    more("cells", "c");
    source();
    map();
    say({ type: "atlas:ready" });
    assert.deepEqual(messages().map(({ type }) => type), ["atlas:data", "atlas:more", "atlas:view", "atlas:more"]);
    assert.deepEqual(told(), [["cells c", "a"], ["facts f", "a"]]);
    map();
    more("facts", "f");
    assert.equal(told().length, 2);
    more("facts", "g");
    assert.deepEqual(told().at(-1), ["facts g", "a"]);
  });

  test("what is of other data waits for them, and other data are told everything again", () => {
    source();
    map();
    say({ type: "atlas:ready" });
    more("cells", "c", "b");
    assert.deepEqual(told(), []);
    source("b");
    assert.deepEqual(told(), [["cells c", "b"]]);
    source("d");
    source("b");
    assert.deepEqual(told(), [["cells c", "b"], ["cells c", "b"]]);
  });

  test("what is taken back is told no more, and no revision is nothing to tell", () => {
    const leave = more("cells", "c");
    leave();
    more("facts", "");
    source();
    map();
    say({ type: "atlas:ready" });
    assert.deepEqual(told(), []);
  });
});

describe("in", () => {
  for (const order of [["facts", "view"], ["view", "facts"]]) {
    test(`the page is loaded once, sandboxed, and outlives every run: ${order.join(" first, then ")}`, () => {
      for (const part of order) part === "facts" ? source() : map();
      const first = frame();
      assert.equal(first.attributes.sandbox, "allow-scripts allow-popups");
      assert.equal(first.srcdoc, "<p>page</p>");
      source("b");
      map(1);
      assert.equal(frame(), first);
    });
  }

  test("other boundaries are another page: its frame starts anew, and is told everything again", () => {
    source();
    map(1, { q: "kept" });
    say({ type: "atlas:ready" });
    const first = frame();
    mount({ data: { part: "source", shell: "<p>counties</p>", payload: "facts a", rev: "a" } });
    assert.notEqual(frame(), first);
    assert.equal(frame().srcdoc, "<p>counties</p>");
    assert.deepEqual(messages(), []);
    say({ type: "atlas:ready" }, first.contentWindow);
    assert.deepEqual(messages(), [], "the frame that went says nothing any more");
    say({ type: "atlas:ready" });
    assert.deepEqual(messages(), [
      { type: "atlas:data", rev: "a", payload: "facts a" },
      { type: "atlas:view", rev: "1 light", query: { look: "light", q: "kept" } },
    ]);
  });

  test("nothing is posted before the page is ready, then the newest facts and view", () => {
    source("a");
    map(0, { q: "old" });
    source("b");
    map(1, { q: "new" });
    assert.deepEqual(messages(), []);
    say({ type: "atlas:ready" });
    assert.deepEqual(messages(), [
      { type: "atlas:data", rev: "b", payload: "facts b" },
      { type: "atlas:view", rev: "1 light", query: { look: "light", q: "new" } },
    ]);
  });

  test("a view is posted when the app changed it, and only then", () => {
    source();
    map();
    say({ type: "atlas:ready" });
    map(0, { q: "as the page said" });
    assert.equal(messages().length, 2);
    map(1, { q: "as the app says" });
    assert.deepEqual(messages().slice(2), [
      { type: "atlas:view", rev: "1 light", query: { look: "light", q: "as the app says" } },
    ]);
    source("b");
    assert.deepEqual(messages().slice(3), [{ type: "atlas:data", rev: "b", payload: "facts b" }]);
  });

  test("the theme of the app is followed, unless the reader chose a look", () => {
    source();
    map();
    say({ type: "atlas:ready" });
    background = "#0e1117";
    map(0, { theme: "ecology" });
    assert.deepEqual(messages().at(-1).query, { theme: "ecology", look: "dark" });
    map(1, { look: "light" });
    assert.deepEqual(messages().at(-1).query, { look: "light" });
  });
});

describe("out", () => {
  test("an answer carries a number and what the page had been told", () => {
    const answers = [];
    source();
    map(3, {}, answers);
    say({ type: "atlas:ready" });
    say({ type: "atlas:view", rev: "a", query: { place: "500107" } });
    say({ type: "atlas:view", rev: "a", query: { place: "500107" } });
    assert.deepEqual(answers, [
      { number: 1, pushes: 3, view: { place: "500107" } },
      { number: 2, pushes: 3, view: { place: "500107" } },
    ]);
  });

  test("a look counts only where it is not the app's own", () => {
    const answers = [];
    source();
    map(0, {}, answers);
    say({ type: "atlas:ready" });
    for (const look of ["light", "dark"]) say({ type: "atlas:view", rev: "a", query: { look } });
    assert.deepEqual(answers.map(({ view }) => view), [{}, { look: "dark" }]);
  });

  test("other windows, other facts, other forms, long answers and answers before the facts are ignored", () => {
    const answers = [];
    const query = { place: "500107" };
    source();
    map(0, {}, answers);
    say({ type: "atlas:view", rev: "a", query });
    say({ type: "atlas:ready" });
    say({ type: "atlas:view", rev: "a", query }, { postMessage() {} });
    say({ type: "atlas:view", rev: "b", query });
    for (const bad of [null, 7, "atlas:view", [], { type: "atlas:view", rev: "a" }]) say(bad);
    for (const bad of [null, "text", { q: "x".repeat(4000) }]) say({ type: "atlas:view", rev: "a", query: bad });
    assert.deepEqual(answers, []);
  });

  test("cleaning up takes the frame and the listener away", () => {
    source();
    const close = map();
    const first = frame();
    close();
    assert.ok(first.removed);
    assert.equal(listeners.size, 0);
  });
});
