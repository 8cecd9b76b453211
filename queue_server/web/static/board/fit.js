// Type as large as its box allows and no larger, measured after each rendering. It changes sizes of type, nothing else.

/** In parts of a row's height and width, as display/screens/calls.kv has them; below the number stands the desk in `stacked`. */
const ROW = [0.98, 0.16];
const FIRST = [1.05, 0.178];
const STACKED = [0.66, 0.42];
/** The newest of many calls, without words around it. */
const BARE = [0.98, 0.178];
/** What is above and below the large number, and at its sides, in units. */
const CAPTIONS = 142;
const SIDES = 76;

/** The number over one desk, in parts of the height below the desk's name. */
const ALONE = 0.78;
/** The desk over which a board hangs, in parts of its line's height. */
const PLACE = 0.74;

/** Numbers as tall as their rows, every text on its line, every notice in its box. `plan` is how the window is divided. */
export function fit(place, { shape, unit }) {
  place.querySelectorAll(".calls .row").forEach((row) => {
    const { offsetHeight: height, offsetWidth: width } = row;
    if (!row.classList.contains("first")) enlarge(row, height, width, ROW);
    else if (shape !== "wide" && row.parentNode.classList.contains("crowded")) enlarge(row, height, width, BARE);
    else if (shape === "landscape") enlarge(row, height - CAPTIONS * unit, width, FIRST);
    else enlarge(row, height - CAPTIONS * unit, width - SIDES * unit, STACKED);
  });
  place.querySelectorAll(".alone .now").forEach((now) => (now.style.fontSize = `${Math.floor(now.offsetHeight * ALONE)}px`));
  place.querySelectorAll(".alone .place").forEach((name) => name.parentNode.style.setProperty("--place", `${Math.floor(Math.min(150 * unit, name.offsetHeight * PLACE))}px`));
  narrow(Array.from(place.querySelectorAll(".fit:not(.lines)")));
  place.querySelectorAll(".said, .lines").forEach(lower);
}

function enlarge(row, height, width, [tall, broad]) {
  row.style.fontSize = `${Math.max(1, Math.floor(Math.min(height * tall, width * broad)))}px`;
}

/** Texts that are too long for their boxes become smaller; none is ever cut off. */
function narrow(texts) {
  texts.forEach((each) => (each.style.fontSize = ""));
  for (let tries = 0; tries < 4; tries += 1) {
    const wide = texts.filter((each) => each.scrollWidth > each.clientWidth + 1);
    const sizes = wide.map((each) => (parseFloat(getComputedStyle(each).fontSize) * each.clientWidth) / each.scrollWidth - 0.5);
    wide.forEach((each, place) => (each.style.fontSize = `${sizes[place]}px`));
  }
}

/** Words on several lines are made smaller until all of them are seen in their box; as display/screens/parts.py. */
function lower(box) {
  box.style.fontSize = "";
  const largest = parseFloat(getComputedStyle(box).fontSize);
  const full = () => box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1;
  for (let part = 0.96; part > 0.24 && full(); part -= 0.04) box.style.fontSize = `${largest * part}px`;
}
