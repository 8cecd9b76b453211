// What every page draws with: Preact, signals and HTM, put together once. Look at vendor/README.md for where they are from.

import { h, render } from "./vendor/preact.mjs";
import htm from "./vendor/htm.mjs";

export const html = htm.bind(h);
export { render };
export { useEffect, useLayoutEffect, useRef, useState } from "./vendor/hooks.mjs";
export { batch, computed, effect, signal, untracked } from "./vendor/signals.mjs";
