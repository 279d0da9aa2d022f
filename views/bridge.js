/* The only door between the app and the map page.

   The page lives in a frame without allow-same-origin, so it can read nothing of the app. The frame is loaded once and
   outlives every rerun: what changes goes in by postMessage, the reader's view comes out by postMessage. What comes out
   is not trusted here beyond its size; Python reads it as it reads an address somebody typed.

   The component is mounted several times. The mount named "source" carries the page and its facts, large and rarely
   changed; the mount named "map" carries the view. For a table that the page cannot hold, "cells" carries the counts of a
   search, and "facts" the facts of the view, to be listed: each says of which data it is, and waits for them. Streamlit
   sends a message again only when it changed, so a filter costs the network a few hundred bytes, whatever the number of
   facts. */

const LONGEST_ANSWER = 4000;
const MORE = ["cells", "facts"];
const door = (globalThis[Symbol.for("directive-atlas.door")] ??= { source: null, map: null, more: {}, answers: 0 });

export default function mount({ data, parentElement, setStateValue }) {
  if (MORE.includes(data.part)) return openMore(data);
  return data.part === "source" ? openSource(data) : openMap(data, parentElement, setStateValue);
}

function openMore(more) {
  door.more[more.part] = more;
  door.map?.flush();
  return () => {
    if (door.more[more.part] === more) delete door.more[more.part];
  };
}

function openSource(source) {
  door.source = source;
  door.map?.flush();
  return () => {
    door.source = null;
  };
}

function openMap(data, parentElement, setStateValue) {
  const host = parentElement.querySelector(".atlas-map");
  if (door.map?.host !== host) {
    door.map?.close();
    door.map = new Door(host);
  }
  const map = door.map;
  map.wanted = { view: data.view, pushes: data.pushes, look: isDark(parentElement) ? "dark" : "light" };
  map.title = data.title;
  map.report = (answer) => setStateValue("answer", answer);
  map.flush();
  return () => {
    map.close();
    if (door.map === map) door.map = null;
  };
}

class Door {
  constructor(host) {
    this.host = host;
    this.frame = null;
    this.shell = null;
    this.ready = false;
    this.sent = {};
    this.told = {};
    this.listen = (event) => this.hear(event);
    window.addEventListener("message", this.listen);
  }

  close() {
    window.removeEventListener("message", this.listen);
    this.frame?.remove();
  }

  hear({ source, data }) {
    if (!this.frame || source !== this.frame.contentWindow || typeof data !== "object" || data === null) return;
    if (data.type === "atlas:ready") {
      this.ready = true;
      this.flush();
    } else if (data.type === "atlas:view" && data.rev === this.sent.rev && isShort(data.query)) {
      door.answers += 1;
      this.report({ number: door.answers, pushes: this.sent.pushes, view: this.withoutLook(data.query) });
    }
  }

  /* The page was told the app's look as if it were a choice: it is one only where it differs. */
  withoutLook({ look, ...view }) {
    return look && look !== this.sent.look ? { ...view, look } : view;
  }

  /* Send what the page does not have yet. Nothing is queued: the newest state wins. */
  flush() {
    if (!door.source || !this.wanted) return;
    if (this.shell !== door.source.shell) this.load(door.source.shell);
    this.frame.title = this.title;
    if (!this.ready) return;
    const { view, pushes, look } = this.wanted;
    const { rev, payload } = door.source;
    if (rev !== this.sent.rev) {
      this.post({ type: "atlas:data", rev, payload });
      this.told = {};
    }
    // the counts before the view that needs them, so that it is drawn once
    this.tell("cells", rev);
    if (pushes !== this.sent.pushes || look !== this.sent.look) {
      this.post({ type: "atlas:view", rev: `${pushes} ${look}`, query: { look, ...view } });
    }
    this.sent = { rev, pushes, look };
    this.tell("facts", rev);
  }

  /* What the data lack is of these data, or waits. */
  tell(part, of) {
    const more = door.more[part];
    if (!more?.rev || more.of !== of || this.told[part] === more.rev) return;
    this.told[part] = more.rev;
    this.post({ type: "atlas:more", rev: more.rev, of, payload: more.payload });
  }

  /* The page is another only when the boundaries are others: its frame starts anew, and is told everything again. */
  load(shell) {
    this.shell = shell;
    this.ready = false;
    this.sent = {};
    this.frame = document.createElement("iframe");
    this.frame.setAttribute("sandbox", "allow-scripts allow-popups");
    this.frame.srcdoc = shell;
    this.host.replaceChildren(this.frame);
  }

  post(message) {
    // the frame has an opaque origin, which has no name but "*"
    this.frame.contentWindow.postMessage(message, "*");
  }
}

function isShort(query) {
  return typeof query === "object" && query !== null && JSON.stringify(query).length <= LONGEST_ANSWER;
}

/* The app's theme, as its background tells; Streamlit mounts the component again when the theme changes. */
function isDark(parentElement) {
  const background = getComputedStyle(parentElement.host ?? parentElement).getPropertyValue("--st-background-color");
  const channels = /^#(..)(..)(..)/.exec(background.trim());
  return channels ? luminance(channels.slice(1).map((part) => parseInt(part, 16))) < 128 : false;
}

function luminance([red, green, blue]) {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}
