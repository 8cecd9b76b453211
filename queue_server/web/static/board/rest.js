// When a board's screen is dark, and how far what stands still is moved aside. Pure: the rules of windows/night.py and
// windows/orbit.py, which tests/display/test_web_rest.py compares.

const MINUTE = 60000;
const AFTER = 30 * MINUTE;
const BEFORE = 30 * MINUTE;
const STAY = 3 * MINUTE;
const FARTHEST = 10;
/** Heights of a dark screen's words, in parts of the screen from below. */
const HEIGHTS = [0.5, 0.7, 0.35, 0.6, 0.25, 0.75, 0.4];
const UP = [-3, -2, -1, 0, 1, 2];
const DOWN = [3, 2, 1, 0, -1, -2];
/** One round: each neighbour is one step away, and no place comes twice. */
const ROUND = [].concat(UP.map((x) => [x, -3]), UP.map((y) => [3, y]), DOWN.map((x) => [x, 3]), DOWN.map((y) => [-3, y]));

/** Whether nobody need see anything now. What is not known keeps screens awake. */
export function asleep(day, now) {
  if (!day || day.issuing || day.reason === "lunch") return false;
  if (day.next_opening && day.next_opening - now <= BEFORE) return false;
  return day.reason !== "after_closing" || !day.closes || now >= day.closes + AFTER;
}

/** Where the middle of a dark screen's words is, 0 at the foot to 1 at the top. */
export function height(now) {
  return HEIGHTS[Math.floor(now / STAY) % HEIGHTS.length];
}

/** Pixels to the right and up, on a screen whose unit is so many pixels. */
export function orbit(now, unit) {
  const step = Math.min(FARTHEST, Math.max(1, Math.round(2 * unit)));
  return ROUND[Math.floor(now / STAY) % ROUND.length].map((each) => each * step);
}
