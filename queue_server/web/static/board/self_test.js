// Before the first opening of a day a page tries what it will need: its voice in the hall, its picture, its clock; tried
// again until all is well or the doors open. The rules are those of display/self_test.py and windows/before_opening.py,
// which tests/display/test_web_self_test.py compares.

const MINUTE = 60000;
/** So long before opening; again after so long where something failed; not again at noon. */
const EARLY = 30 * MINUTE;
const AGAIN = 5 * MINUTE;
const ENOUGH = 600 * MINUTE;
const SKEW = 60000;
/** Until it must be known whether the sentence was heard, and a frame have been shown. */
const WITHIN = 60000;

/** Whether a device tries itself now; `well` when nothing failed when it was last `tested`. */
export function due(day, now, tested, well) {
  if (!day || day.issuing || !day.next_opening) return false;
  if (day.next_opening <= now || day.next_opening - now > EARLY) return false;
  return tested === null || now - tested >= (well ? ENOUGH : AGAIN);
}

/** What is said of a clock that is so many milliseconds ahead of the server's. */
export function clockCheck(ahead) {
  const seconds = (ahead / 1000).toFixed(0);
  return { what: "clock", good: Math.abs(ahead) <= SKEW, found: `${seconds.charAt(0) === "-" ? "" : "+"}${seconds} s` };
}

/** `look` often. `say` says the sentence and promises "" or why it was not heard; `tell` is called when there is news. */
export class SelfTest {
  constructor({ day, now, frames, ahead, say, tell }) {
    Object.assign(this, { day, now, frames, ahead, say, tell });
    this.began = null;
    this.tested = null;
    this.checks = [];
  }

  look() {
    const now = this.now();
    if (!this.began) {
      if (due(this.day(), now, this.tested, this.checks.every((each) => each.good))) this.begin(now);
      return;
    }
    const drawn = this.frames() > this.began.frames;
    if ((this.heard !== null && drawn) || now - this.began.at >= WITHIN) this.end(drawn);
  }

  begin(at) {
    const began = { at, frames: this.frames() };
    this.began = began;
    this.heard = null;
    this.say().then((why) => this.began === began && (this.heard = why));
  }

  end(drawn) {
    this.checks = [
      { what: "sound", good: this.heard === "", found: this.heard === null ? "silent" : this.heard },
      { what: "picture", good: drawn, found: "" },
      clockCheck(this.ahead()),
    ];
    this.tested = this.now();
    this.began = null;
    this.tell();
  }
}
