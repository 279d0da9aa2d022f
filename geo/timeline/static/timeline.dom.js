/* Small tools for the parts that touch the document. Texts are only ever set as text. */
(function (Atlas) {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";

  /** An element with properties and children: `el("li", { class: "fact", text: title }, [child])`. */
  function el(tag, properties = {}, children = []) {
    const node = document.createElement(tag);
    apply(node, properties);
    node.append(...children.filter(Boolean));
    return node;
  }

  function svg(tag, properties = {}, children = []) {
    const node = document.createElementNS(SVG, tag);
    apply(node, properties);
    node.append(...children);
    return node;
  }

  function apply(node, properties) {
    for (const [name, value] of Object.entries(properties)) {
      if (value === undefined || value === null || value === false) continue;
      if (name === "text") node.textContent = value;
      else if (name === "on") for (const [event, handler] of Object.entries(value)) node.addEventListener(event, handler);
      else node.setAttribute(name, value === true ? "" : value);
    }
  }

  const byId = (id) => document.getElementById(`atlas-${id}`);

  function setText(node, text) {
    if (node.textContent !== text) node.textContent = text;
  }

  /** Set an attribute when it differs: the browser takes every setting for a change. */
  function setAttribute(node, name, value) {
    if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
  }

  /** Give a parent these children, moving as few as possible, so that focus and open parts survive. */
  function arrange(parent, nodes) {
    let at = parent.firstChild;
    for (const node of nodes) {
      if (node === at) at = at.nextSibling;
      else parent.insertBefore(node, at);
    }
    while (at) {
      const gone = at;
      at = at.nextSibling;
      gone.remove();
    }
  }

  /** A link that may be followed: http and https only; anything else is no link. */
  function webAddress(text) {
    try {
      const url = new URL(text);
      return url.protocol === "https:" || url.protocol === "http:" ? url.href : "";
    } catch {
      return "";
    }
  }

  /** Run `ms` after the first of many calls, outside the work of the caller; calls until then are one. */
  function gathered(ms, run) {
    let timer = 0;
    return () => {
      timer ||= setTimeout(() => {
        timer = 0;
        run();
      }, ms);
    };
  }

  /** Run `ms` after the last of many calls. */
  function debounced(ms, run) {
    let timer = 0;
    return (...given) => {
      clearTimeout(timer);
      timer = setTimeout(() => run(...given), ms);
    };
  }

  /** The page's words: `t("facts", 3)` takes the plural of "facts", `t("listed_part", {n, m})` fills the braces. */
  function translator(strings, lang) {
    const words = strings[lang];
    const numbers = new Intl.NumberFormat(Atlas.calendar.LOCALES[lang]);
    return (key, values = {}) => {
      const count = typeof values === "number" ? values : null;
      const form = count === 1 && `${key}_one` in words ? `${key}_one` : key;
      if (!(form in words)) return key;
      const filled = count === null ? values : { n: numbers.format(count) };
      return words[form].replace(/\{(\w+)\}/g, (whole, name) => (name in filled ? String(filled[name]) : whole));
    };
  }

  /** Set every text and name which the skeleton marks with data-t (text) or data-t-label (accessible name). */
  function translate(root, t) {
    for (const node of root.querySelectorAll("[data-t]")) setText(node, t(node.dataset.t));
    for (const node of root.querySelectorAll("[data-t-label]")) node.setAttribute("aria-label", t(node.dataset.tLabel));
    for (const node of root.querySelectorAll("[data-t-title]")) node.title = t(node.dataset.tTitle);
    for (const node of root.querySelectorAll("[data-t-hint]")) node.placeholder = t(node.dataset.tHint);
  }

  Object.assign(Atlas, {
    dom: { el, svg, byId, setText, setAttribute, arrange, webAddress, gathered, debounced, translator, translate },
  });
})((globalThis.Atlas ??= {}));
