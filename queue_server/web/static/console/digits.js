// One hand on the keyboard is enough: the first nine choices of a dialog have digits, and a desk is found by typing it.
// What a scanner types is quicker than a hand, and chooses nothing.

import { useEffect } from "/static/ui.js";

const QUICK_MS = 60;
/** Digits of one desk come within this. */
const TOGETHER_MS = 1000;
const IN_A_FIELD = "input, textarea, select";

const plain = (event) => !event.ctrlKey && !event.altKey && !event.metaKey && !event.repeat;

/** `dialog` is a reference to the element. */
export function useDigits(dialog) {
  useEffect(() => {
    dialog.current.querySelectorAll("[data-digit]").forEach((each) => each.removeAttribute("data-digit"));
    Array.from(dialog.current.querySelectorAll(".choices button:not(:disabled)")).slice(0, 9).forEach((each, place) => {
      each.setAttribute("data-digit", place + 1);
      each.setAttribute("aria-keyshortcuts", place + 1);
    });
  });
  useEffect(() => {
    const box = dialog.current;
    let at = 0;
    let waiting = 0;
    function press(event) {
      const quick = event.timeStamp - at < QUICK_MS;
      at = event.timeStamp;
      clearTimeout(waiting);
      if (quick || !plain(event) || !/^[1-9]$/.test(event.key) || event.target.closest(IN_A_FIELD)) return;
      const choice = box.querySelector(`[data-digit="${event.key}"]`);
      if (choice) waiting = setTimeout(() => choice.click(), QUICK_MS);
    }
    box.addEventListener("keydown", press);
    return () => {
      clearTimeout(waiting);
      box.removeEventListener("keydown", press);
    };
  }, []);
}

/** What is typed becomes the choice in focus: `find` gives the element of a text, if there is one. */
export function useTyped(find) {
  useEffect(() => {
    let typed = "";
    let at = 0;
    function press(event) {
      if (!plain(event) || event.key.length > 1 || event.target.closest(IN_A_FIELD)) return;
      typed = event.timeStamp - at < TOGETHER_MS ? typed + event.key : event.key;
      at = event.timeStamp;
      const found = find(typed.toUpperCase());
      if (found && !found.disabled) found.focus();
    }
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}
