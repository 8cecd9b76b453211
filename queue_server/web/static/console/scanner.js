// A scanner at the officer's PC types what it reads, and Enter. None of that is a press of the officer's: the keys of a card
// would call, finish and pause. What was read is handed on; typed into a field, it is left to the field.

import { useEffect, useRef } from "/static/ui.js";

/** Between two characters: no hand is so quick. */
const QUICK_MS = 50;
const SHORTEST = 6;

export function useScanner(found) {
  const heard = useRef(found);
  heard.current = found;
  useEffect(() => {
    let text = "";
    let at = 0;
    function press(event) {
      if (event.key.length > 1 && event.key !== "Enter") return; // Shift and the like
      const quick = event.timeStamp - at < QUICK_MS;
      at = event.timeStamp;
      if (event.target.closest("input, textarea, select")) {
        text = "";
      } else if (event.key === "Enter") {
        if (quick && text.length >= SHORTEST) {
          event.preventDefault();
          heard.current(text);
        }
        text = "";
      } else {
        text = quick ? text + event.key : event.key;
        if (quick && /[^a-z?]/i.test(text)) event.stopImmediatePropagation(); // no letter of it is a shortcut
      }
    }
    addEventListener("keydown", press, true);
    return () => removeEventListener("keydown", press, true);
  }, []);
}
