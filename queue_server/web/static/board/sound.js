// The hall hears calls one after another: a chime, then speech; none is dropped, none is cut off.
//
// Speech is a sound file of the server, fetched before it is needed (files.js); where there is none, the browser's own
// Vietnamese voice; else only the chime is heard, and the officer is told so. Each call ends in exactly one report:
// `spoken`, or `failed` with a code.

/** The chimes by name, as hardware/speaker/chime.py has them: frequencies, and when each is struck. */
export const CHIMES = {
  one: [[659.26, 0]],
  two: [[659.26, 0], [523.25, 0.42]],
  three: [[783.99, 0], [659.26, 0.36], [523.25, 0.72]],
  none: [],
};
const RING = 1.08;
/** In quiet hours, in parts of the usual level (-12 dB). */
const SOFT = 0.25;
/** A voice that has not come to its end after this is given up. */
const SPEECH_SECONDS = 40;
/** With more calls waiting than this, each is said once; with more than the second, in the first language only. */
const ONCE_ABOVE = 3;
const FIRST_LANGUAGE_ABOVE = 6;
/** A file that has not come after this is not waited for. */
const FILE_PATIENCE_MS = 8000;

/** That this is a test. */
export const TEST = { what: "test", with: {}, urgent: true };

const DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
const KINDS = { call: "Xin mời số", recall: "Xin nhắc lại, mời số", last: "Mời lần cuối số", transfer: "Mời số" };

export class Sound {
  /** `files` are files.js', `mannerOf` gives { speech, quiet } as they are `now()`; `report` is told (call, { spoken } or { failed }). */
  constructor({ files, mannerOf, now, report, changed }) {
    this.files = files;
    this.mannerOf = mannerOf;
    this.now = now;
    this.report = report;
    this.changed = changed;
    this.queue = [];
    /** When a sound was last heard to its end, by the server's clock. */
    this.sounded = null;
    const Context = window.AudioContext || window.webkitAudioContext;
    this.context = Context ? new Context() : null;
    if (this.context) this.context.onstatechange = () => this.look();
    this.health = this.state();
  }

  /** In a word, for the server: ready, silent or no_sound. */
  state() {
    if (!this.context) return "no_sound";
    return this.blocked ? "silent" : "ready";
  }

  get blocked() {
    return Boolean(this.context) && this.context.state !== "running";
  }

  /** Browsers allow sound only after somebody has pressed something. Call this from a key or a click. */
  async enable() {
    if (this.context) await this.context.resume().catch(() => undefined);
    this.look();
  }

  /** Take a call into the queue. */
  announce(call) {
    this.add(call);
  }

  /** Say something that is no call, in its turn; `urgent` at any hour. A promise of "", or of the code of what went wrong. */
  notify({ what, with: values, urgent }) {
    return new Promise((ended) => this.add({ what, values, urgent, ended }));
  }

  add(item) {
    this.queue.push(item);
    this.expect();
    // In a moment: of calls that came at once, the first one is to know how many wait behind it.
    if (!this.speaking) this.speaking = Promise.resolve().then(() => this.run());
  }

  /** Take back a call that was undone, if it is not being spoken yet. */
  retract(id) {
    const call = this.queue.find((each) => each.id === id);
    if (!call) return;
    this.queue.splice(this.queue.indexOf(call), 1);
    this.report(call, { failed: "withdrawn" });
  }

  async run() {
    while (this.queue.length) {
      const call = this.queue.shift();
      let failed = "speech_crashed";
      try {
        failed = await this.say(call);
      } catch (error) {
        console.error("speech", error);
      }
      if (call.what) call.ended(failed);
      else this.report(call, failed ? { failed } : { spoken: true });
    }
    this.speaking = null;
  }

  /** Have files fetched: of the calls that wait, and of those that are likely to come. */
  expect(likely = this.likely || []) {
    this.likely = likely;
    if (this.context && !this.blocked && !this.mannerOf().quiet) this.files.prepare(this.queue.map((each) => this.briefly(each)).concat(likely));
  }

  /** With many calls waiting each is said once, with more in the first language only; as display/announcer.py. */
  briefly(item) {
    const brief = this.queue.length > FIRST_LANGUAGE_ABOVE ? 2 : this.queue.length > ONCE_ABOVE ? 1 : 0;
    return brief && !item.what ? Object.assign({}, item, { brief }) : item;
  }

  /** Returns the code of what went wrong, or "". */
  async say(item) {
    if (!this.context) return "no_sound_device";
    if (this.blocked) return "sound_blocked";
    const { speech, quiet: peace } = this.mannerOf();
    const quiet = peace && !item.urgent;
    const call = this.briefly(item);
    if (!quiet) this.files.get(call); // while the chime is heard
    await this.chime(speech.chime, quiet);
    if (quiet) return "quiet_hours";
    const file = await within(FILE_PATIENCE_MS, this.file(call), null);
    if (file) return this.play(file);
    return call.what ? "voice_missing" : this.voice(call, speech);
  }

  chime(name, soft) {
    const struck = CHIMES[name] || CHIMES.two;
    if (!struck.length) return Promise.resolve();
    const start = this.context.currentTime + 0.02;
    const seconds = struck[struck.length - 1][1] + RING;
    const loud = 0.35 * (soft ? SOFT : 1);
    for (const [frequency, after] of struck) {
      [[1, 1, 3.2], [2, 0.32, 5.5], [3, 0.12, 9]].forEach(([harmonic, strength, decay]) => {
        const tone = this.context.createOscillator();
        const gain = this.context.createGain();
        tone.frequency.value = frequency * harmonic;
        gain.gain.setValueAtTime(0, start + after);
        gain.gain.linearRampToValueAtTime(loud * strength, start + after + 0.012);
        gain.gain.setTargetAtTime(0, start + after + 0.012, 1 / decay);
        tone.connect(gain).connect(this.context.destination);
        tone.onended = () => gain.disconnect();
        tone.start(start + after);
        tone.stop(start + seconds);
      });
    }
    return pause(seconds * 1000).then(() => this.ended());
  }

  /** The sound of a call from the server, or null. */
  async file(call) {
    const bytes = await this.files.get(call);
    try {
      // Decoding takes the bytes away, and a call may be repeated.
      return bytes && (await this.context.decodeAudioData(bytes.slice(0)));
    } catch (error) {
      console.warn("speech file", error);
      return null;
    }
  }

  play(buffer) {
    const source = this.context.createBufferSource();
    source.buffer = buffer;
    source.connect(this.context.destination);
    const ended = new Promise((resolve) => (source.onended = () => resolve(this.ended())));
    source.start();
    return within(buffer.duration * 1000 + 10000, ended, "speaker_hangs");
  }

  /** The browser's own voice, where it has a Vietnamese one. */
  voice(call, { desk_word: place, rate, repeat, repeat_last: last }) {
    const speech = window.speechSynthesis;
    const voice = speech && speech.getVoices().find((each) => each.lang.toLowerCase().indexOf("vi") === 0);
    if (!voice) return "voice_missing";
    const said = new SpeechSynthesisUtterance(Array(call.brief ? 1 : call.kind === "last" ? last : repeat).fill(sentence(call, place)).join(" "));
    said.voice = voice;
    said.lang = voice.lang;
    said.rate = rate / 160;
    const ended = new Promise((resolve) => {
      said.onend = () => resolve(this.ended());
      said.onerror = (event) => resolve(`voice_failed ${event.error || ""}`.trim());
    });
    speech.speak(said);
    return within(SPEECH_SECONDS * 1000, ended, "voice_hangs");
  }

  /** A sound was heard to its end: nothing went wrong. */
  ended() {
    this.sounded = this.now();
    return "";
  }

  /** A sentence at any hour, for who looks after the board; whether it can be heard. */
  test() {
    if (this.state() !== "ready") return { outcome: "failed", found: this.state() };
    this.notify(TEST);
    return { outcome: "done" };
  }

  look() {
    const health = this.state();
    if (health === this.health) return;
    this.health = health;
    this.expect(); // what is likely was not fetched for nothing while nothing could be heard
    this.changed();
  }
}

/** What the browser's voice is to say: numbers digit by digit, so that no engine reads them its own way. */
export function sentence(call, place) {
  const spelled = (text) => Array.from(text, (each) => DIGITS[each] || each).join(" ");
  return `${KINDS[call.kind] || KINDS.call} ${spelled(call.number)}, đến ${place} số ${spelled(call.desk)}.`;
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** What `work` comes to, or `late` when that takes too long. Leaves no timer behind. */
function within(milliseconds, work, late) {
  let timer = 0;
  const limit = new Promise((resolve) => (timer = setTimeout(() => resolve(late), milliseconds)));
  return Promise.race([work, limit]).then((result) => {
    clearTimeout(timer);
    return result;
  });
}
