/* The page in a frame of the app: facts and views come in, the reader's view goes out, by postMessage.
 *
 * The frame is a sandboxed srcdoc without an origin of its own, so origins cannot be compared: messages count only when
 * they come from window.parent, and only in these shapes; whatever else arrives is ignored.
 *
 *   in   {type: "atlas:data", rev, payload}   payload: the text of Payload.message(); kept view, slider and play
 *        {type: "atlas:more", rev, of, payload}
 *                                             what the data of revision `of` lack: the text of a message of
 *                                             geo/timeline/asked.py; of other data than those shown it is ignored
 *        {type: "atlas:view", rev, query}     query: keys and texts as in the address; replaces the whole view
 *   out  {type: "atlas:ready"}                once; messages sent before it are lost
 *        {type: "atlas:shown", rev}           these data are drawn
 *        {type: "atlas:view", rev, query, chosen}
 *                                             the reader's view: a choice at once, time and map when they come to rest;
 *                                             `chosen` is true where Back should return to the view before;
 *                                             `rev` is that of the data, `query` holds what differs from the
 *                                             default; the window shown is [`from`, `to`] in every mode, open where
 *                                             an end is the data's own
 *
 * In a frame the page leaves out what the app around it has: headline, language, look, link, picture, search, filters.
 * (A sandboxed frame could not save a picture either.)
 *
 * The parent must treat `query` as untrusted text (View.from_query does). A message whose `rev` was the last one handled
 * is not handled again. */
(function (Atlas) {
  "use strict";

  const PAYLOAD_LIMIT = 256 * 1024 * 1024;

  const framed = () => window.parent !== window;

  const isText = (value, most) => typeof value === "string" && value.length <= most;

  /** The message if it has one of our shapes, else null. */
  function accepted(data) {
    if (data === null || typeof data !== "object" || !isText(data.rev, 200)) return null;
    if (data.type === "atlas:data" && isText(data.payload, PAYLOAD_LIMIT)) return data;
    if (data.type === "atlas:more" && isText(data.of, 200) && isText(data.payload, PAYLOAD_LIMIT)) return data;
    const query = data.query;
    const texts = query !== null && typeof query === "object" && Object.values(query).every((text) => isText(text, 2000));
    return data.type === "atlas:view" && texts ? data : null;
  }

  /** Listen to the parent; `handlers` are `data(payload, rev)`, `more(payload, of)` and `view(query)`. Messages are handled
   *  one after another. */
  function listen(handlers) {
    const handled = {};
    let queue = Promise.resolve();
    window.addEventListener("message", (event) => {
      if (event.source !== window.parent || !framed()) return;
      const message = accepted(event.data);
      if (!message || handled[message.type] === message.rev) return;
      handled[message.type] = message.rev;
      // what follows other data is heard again, though its own revision be the same
      if (message.type === "atlas:data") delete handled["atlas:more"];
      const run = {
        "atlas:data": () => handlers.data(message.payload, message.rev),
        "atlas:more": () => handlers.more(message.payload, message.of),
        "atlas:view": () => handlers.view(message.query),
      }[message.type];
      queue = queue.then(run).catch((error) => handlers.failed(error));
    });
    send({ type: "atlas:ready" });
  }

  function send(message) {
    if (framed()) window.parent.postMessage(message, "*");
  }

  Object.assign(Atlas, { bridge: { framed, accepted, listen, send } });
})((globalThis.Atlas ??= {}));
