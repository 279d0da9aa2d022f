/* Where the map stands is part of the address, but no step of the browser's history: the entry of the last choice is
   rewritten, so that Back returns from choices and not from every push of the map. */

const state = (globalThis[Symbol.for("directive-atlas.bar")] ??= { number: 0 });

export default function mount({ data }) {
  if (data.number <= state.number) return;
  state.number = data.number;
  const here = new URL(window.location.href);
  here.search = data.query;
  window.history.replaceState(window.history.state, "", here);
}
