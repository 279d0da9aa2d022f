/* An article with what was found in it: places and dates are buttons, events and directives underline their sentence and
   have a numbered button at its end. Everything that comes from the article enters as text, never as markup. */

export default function mount({ data, parentElement, setStateValue }) {
  const host = parentElement.querySelector(".atlas-article");
  host.lang = data.lang;
  // drawing anew must not take the keyboard out of the text
  const held = host.getRootNode().activeElement?.dataset?.number;
  host.replaceChildren(...stretches(data, (number) => setStateValue("picked", { rev: data.rev, number })));
  if (held) host.querySelector(`[data-number="${Number(held)}"]`)?.focus({ preventScroll: true });
}

function* stretches({ stretches: pieces, notes, picked }, pick) {
  const byNumber = new Map(notes.map((note) => [note.number, note]));
  for (const [index, [text, numbers]] of pieces.entries()) {
    const over = numbers.map((number) => byNumber.get(number)).filter(Boolean);
    const word = over.find(({ kind }) => kind === "place") ?? over.find(({ kind }) => kind === "date");
    const facts = over.filter(({ kind }) => kind === "event" || kind === "directive");
    const piece = word ? button(text, word, picked, pick) : plain(text);
    piece.classList.add(...facts.map(({ kind }) => `in-${kind}`));
    yield piece;
    const next = new Set(pieces[index + 1]?.[1] ?? []);
    for (const fact of facts) if (!next.has(fact.number)) yield button(String(fact.number), fact, picked, pick);
  }
}

function plain(text) {
  const span = document.createElement("span");
  span.textContent = text;
  return span;
}

function button(text, note, picked, pick) {
  const made = document.createElement("button");
  made.type = "button";
  made.dataset.number = note.number;
  made.textContent = text;
  made.title = note.meaning;
  made.className = `mark ${note.kind} ${note.certainty}`;
  made.setAttribute("aria-pressed", String(note.number === picked));
  made.setAttribute("aria-label", `${text}: ${note.meaning}`);
  made.addEventListener("click", () => pick(note.number));
  return made;
}
