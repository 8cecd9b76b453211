// What a browser's board does when an administrator asks for it: be loaded anew, make itself heard, take a new key.
// The windows' half is client/errands.py. A page may not make a picture of itself, nor does it print.

import { renew } from "../pairing.js";

const DONE = { outcome: "done" };
const CANNOT = { outcome: "cannot" };
/** After these the page is loaded anew: with a new key all that it fetches has to begin with that key. */
const ANEW = ["restart", "new_key"];

/** Carry out what is asked over this link. `testSound` gives what became of it. */
export function runErrands(link, { testSound }) {
  const ways = { restart: () => DONE, test_sound: testSound, new_key: (token) => (renew(token, "board") ? DONE : CANNOT) };
  link.onErrand = ({ id, what, token }) => {
    const result = (ways[what] || (() => CANNOT))(token);
    const after = () => ANEW.indexOf(what) >= 0 && result === DONE && location.reload();
    link.ask("report_errand", Object.assign({ errand: id }, result)).then(after, after);
  };
}
