// The hall hears calls one after another: a chime, then speech; none is dropped, none is cut off.
//
// Speech is a sound file of the server; where there is none, the browser's own Vietnamese voice; else only the chime is
// heard, and the officer is told so. Each call ends in exactly one report: `spoken`, or `failed` with a code.

const CHIME = [[659.26, 0], [523.25, 0.42]];
const CHIME_SECONDS = 1.5;
/** A voice that has not come to its end after this is given up. */
const SPEECH_SECONDS = 40;
/** Files are asked for again after this, where the server had none. */
const NO_FILES_MS = 600000;

const DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
const KINDS = { call: "Xin mời số", recall: "Xin nhắc lại, mời số", last: "Mời lần cuối số", transfer: "Mời số" };

export class Sound {
  /** `fileOf` gives the address of a call's speech, `placeOf` what a desk is called; `report` is told (call, { spoken } or { failed }). */
  constructor({ fileOf, placeOf, report, changed }) {
    this.fileOf = fileOf;
    this.placeOf = placeOf;
    this.report = report;
    this.changed = changed;
    this.queue = [];
    this.noFilesUntil = 0;
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
    this.queue.push(call);
    if (!this.speaking) this.speaking = this.run();
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
      this.report(call, failed ? { failed } : { spoken: true });
    }
    this.speaking = null;
  }

  /** Returns the code of what went wrong, or "". */
  async say(call) {
    if (!this.context) return "no_sound_device";
    if (this.blocked) return "sound_blocked";
    await this.chime();
    const file = await this.file(call);
    if (file) return this.play(file);
    return this.voice(call);
  }

  chime() {
    const start = this.context.currentTime + 0.02;
    for (const [frequency, after] of CHIME) {
      [[1, 1, 3.2], [2, 0.32, 5.5], [3, 0.12, 9]].forEach(([harmonic, strength, decay]) => {
        const tone = this.context.createOscillator();
        const gain = this.context.createGain();
        tone.frequency.value = frequency * harmonic;
        gain.gain.setValueAtTime(0, start + after);
        gain.gain.linearRampToValueAtTime(0.35 * strength, start + after + 0.012);
        gain.gain.setTargetAtTime(0, start + after + 0.012, 1 / decay);
        tone.connect(gain).connect(this.context.destination);
        tone.start(start + after);
        tone.stop(start + CHIME_SECONDS);
      });
    }
    return pause(CHIME_SECONDS * 1000);
  }

  /** The sound of a call from the server, or null. */
  async file(call) {
    if (Date.now() < this.noFilesUntil) return null;
    try {
      const answer = await fetch(this.fileOf(call));
      if (answer.ok) return await this.context.decodeAudioData(await answer.arrayBuffer());
      if (answer.status === 404 || answer.status === 501) this.noFilesUntil = Date.now() + NO_FILES_MS;
    } catch (error) {
      console.warn("speech file", error);
    }
    return null;
  }

  play(buffer) {
    const source = this.context.createBufferSource();
    source.buffer = buffer;
    source.connect(this.context.destination);
    const ended = new Promise((resolve) => (source.onended = () => resolve("")));
    source.start();
    return Promise.race([ended, pause(buffer.duration * 1000 + 10000).then(() => "speaker_hangs")]);
  }

  /** The browser's own voice, where it has a Vietnamese one. */
  voice(call) {
    const speech = window.speechSynthesis;
    const voice = speech && speech.getVoices().find((each) => each.lang.toLowerCase().indexOf("vi") === 0);
    if (!voice) return "voice_missing";
    const said = new SpeechSynthesisUtterance(sentence(call, this.placeOf()));
    said.voice = voice;
    said.lang = voice.lang;
    said.rate = 0.9;
    const ended = new Promise((resolve) => {
      said.onend = () => resolve("");
      said.onerror = (event) => resolve(`voice_failed ${event.error || ""}`.trim());
    });
    speech.speak(said);
    return Promise.race([ended, pause(SPEECH_SECONDS * 1000).then(() => "voice_hangs")]);
  }

  look() {
    const health = this.state();
    if (health === this.health) return;
    this.health = health;
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
