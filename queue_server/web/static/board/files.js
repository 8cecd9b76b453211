// The speech of calls as sound files of the server: fetched one after another before they are needed, and kept for a while.

/** So many are kept, of some 300 kB each. */
const KEPT = 24;
/** Files are asked for again after this, where the server had none. */
const NO_FILES_MS = 600000;

export class Files {
  /** `addressOf` gives the address of a call's speech: the same for calls that sound the same. */
  constructor(addressOf) {
    this.addressOf = addressOf;
    this.made = new Map();
    this.wanted = [];
    this.preparing = false;
    this.noneUntil = 0;
  }

  /** A promise of the file's bytes, or of null where the server has none. */
  get(call) {
    const address = this.addressOf(call);
    const known = this.made.get(address);
    const found = known || this.fetch(address);
    this.made.delete(address);
    this.made.set(address, found);
    if (this.made.size > KEPT) this.made.delete(this.made.keys().next().value);
    // What the server did not have is asked for again, not remembered.
    if (!known) found.then((bytes) => bytes || this.made.get(address) !== found || this.made.delete(address));
    return found;
  }

  /** These are likely to be needed, the first ones first; earlier ones that are not among them are not fetched any more. */
  prepare(calls) {
    this.wanted = calls.filter((call) => !this.made.has(this.addressOf(call))).slice(0, KEPT / 2);
    if (!this.preparing) this.work();
  }

  async work() {
    this.preparing = true;
    while (this.wanted.length) await this.get(this.wanted.shift());
    this.preparing = false; // in the same breath: what is wanted from now on is for another round
  }

  async fetch(address) {
    let bytes = null;
    if (Date.now() >= this.noneUntil) {
      try {
        const answer = await fetch(address);
        if (answer.ok) bytes = await answer.arrayBuffer();
        else if (answer.status === 501) this.noneUntil = Date.now() + NO_FILES_MS;
      } catch (error) {
        console.warn("speech file", error);
      }
    }
    return bytes;
  }
}
