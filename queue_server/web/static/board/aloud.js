// What a board reads out besides calls: a supervisor's notices, and that tickets will not be taken much longer. Each once.
// The same rules as display/app.py and display/board.py; tests/display/test_web_aloud.py.

const REMIND = 900000;

/** The end of issuing when the hall should have been told of it by now, else null. */
export function reminder(day, now) {
  if (!day || !day.issuing || !day.until) return null;
  return day.until > now && day.until - now <= REMIND ? day.until : null;
}

/** `say` is given { what, with, urgent }: which sound file of the server, and whether it is heard at any hour. */
export class Aloud {
  constructor(say) {
    this.say = say;
    this.epoch = "";
    this.read = {};
    this.reminded = null;
  }

  /** Notices are known; those of before this page began are old. Only the voice of a hall reads them. */
  heard({ epoch, notices, speaker }) {
    const old = epoch !== this.epoch;
    const read = {};
    for (const id of Object.keys(notices)) {
      const { aloud, urgent, withdrawn } = notices[id];
      read[id] = true;
      if (!old && !this.read[id] && aloud && !withdrawn && speaker) this.say({ what: "notice", with: { notice: id }, urgent });
    }
    this.epoch = epoch;
    this.read = read;
  }

  /** Now and then, while the line is well. */
  remind({ day, speaker }, now) {
    const until = reminder(day, now);
    if (until === null || until === this.reminded || !speaker) return;
    this.reminded = until;
    this.say({ what: "closing", with: { minutes: Math.ceil((until - now) / 60000) }, urgent: false });
  }
}
