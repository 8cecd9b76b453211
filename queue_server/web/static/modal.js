// A question that must be answered, or put away, before anything else.

import { useLayoutEffect, useRef } from "./ui.js";

/** The ref of a `<dialog>`. It is modal from its first picture on: a key pressed before would go to the page beneath. */
export function useModal() {
  const dialog = useRef();
  useLayoutEffect(() => {
    dialog.current.showModal();
    dialog.current.scrollTop = 0; // a long one whose first button is its last line begins at its title
  }, []);
  return dialog;
}
