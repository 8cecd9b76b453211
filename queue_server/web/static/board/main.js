// The web board's beginning: the key out of the page's address, else the one that was paired before, else six digits.

import { run } from "./page.js";
import { forget, paired } from "../pairing.js";

const place = document.getElementById("board");
const device = meta("motcua-board");

if (device) run(place, { device, token: meta("motcua-token") });
else
  paired(place, "board").then((key) => run(place, key, { refused: () => forget("board") }));

function meta(name) {
  return document.querySelector(`meta[name="${name}"]`).content;
}
