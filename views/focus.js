/* Puts the keyboard where a key of the review page says: into the fields of the fact, and out of them again on Escape,
   so that a letter is a decision and not a text. */

const FIELDS = "input:not([disabled]), textarea:not([disabled]), button:not([disabled])";
const state = (globalThis[Symbol.for("directive-atlas.focus")] ??= { number: 0 });

export default function mount({ data, parentElement }) {
  const page = parentElement.ownerDocument;
  const form = () => page.querySelector(`.st-key-${data.into}`);
  const leave = (event) => {
    if (event.key === "Escape" && form()?.contains(page.activeElement)) page.activeElement.blur();
  };
  page.addEventListener("keydown", leave);
  if (data.number > state.number) requestAnimationFrame(() => first(form())?.focus());
  state.number = data.number;
  return () => page.removeEventListener("keydown", leave);
}

/* The first field; of a group of radio buttons the one that is chosen, as the Tab key has it. */
function first(form) {
  const fields = [...(form?.querySelectorAll(FIELDS) ?? [])];
  return fields.find((field) => field.type !== "radio" || field.checked);
}
