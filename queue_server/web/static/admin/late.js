// A field whose text is taken over when the hands leave it, because half of it means nothing. What is being typed stays,
// whatever is drawn anew meanwhile: the judgement of the field before arrives just then.

import { html, useState } from "/static/ui.js";

export function Late({ of = "input", text, take, ...rest }) {
  const [typed, setTyped] = useState(null);
  const leave = (event) => {
    setTyped(null);
    take(event.target.value);
  };
  return html`<${of} ...${rest} value=${typed === null ? text : typed} onInput=${(event) => setTyped(event.target.value)} onChange=${leave} />`;
}
