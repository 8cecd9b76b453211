// What goes round beside the calls, seen: a picture, a silent video or a notice. What cannot be shown is passed over.

import { html, useEffect, useRef } from "../ui.js";
import { freshReel, isVideo, standing, turned } from "./reel.js";
import { beside, named } from "./words.js";

/** What could not be shown is tried again after this. */
const FORGIVEN = 600000;

/** Goes round the slides of a board. */
export class Carousel {
  constructor({ fileOf, changed }) {
    this.fileOf = fileOf;
    this.changed = changed;
    this.reel = freshReel;
    this.done = false;
    this.broken = {};
  }

  /** What to show now, or null; `at` is the server's time, `now` a steady clock. */
  show(slides, at, zone, now) {
    const able = standing(slides, at, zone).filter((slide) => !(now - this.broken[slide.file] < FORGIVEN));
    this.reel = turned(this.reel, able, now, this.done);
    this.done = false;
    const shown = this.reel;
    const { slide, since } = shown;
    if (!slide) return null;
    return {
      slide,
      key: able.length === 1 ? slide.file || "words" : since,
      file: slide.file ? this.fileOf(slide.file) : "",
      alone: able.length === 1,
      ended: () => this.next(shown),
      failed: () => this.next(shown, () => (this.broken[slide.file] = now)),
    };
  }

  /** A broken video fails twice, and one that is let go of fails once more: by then another slide has its turn. */
  next(shown, before = () => undefined) {
    if (shown !== this.reel) return;
    before();
    this.done = true;
    this.changed();
  }
}

/** A silent video, let go of when it is over: televisions have few decoders. */
function Video({ shown }) {
  const element = useRef(null);
  useEffect(() => {
    const video = element.current;
    video.muted = true;
    video.play().catch(shown.failed);
    return () => {
      video.onended = video.onerror = null;
      video.pause();
      video.removeAttribute("src");
      video.load();
    };
  }, [shown.file, shown.key]);
  return html`<video ref=${element} src=${shown.file} muted playsinline disableRemotePlayback loop=${shown.alone} onEnded=${shown.ended} onError=${shown.failed}></video>`;
}

/** A notice, which fit.js makes smaller until all of it is seen. */
function Words({ slide, centre }) {
  const second = beside(centre.languages);
  return html`<div class="said">
    <p class="first">${named(slide.words, centre.languages[0])}</p>
    ${second && slide.words[second] && html`<p class="second" lang=${second}>${slide.words[second]}</p>`}
  </div>`;
}

export function Media({ shown, centre, only }) {
  const { slide, file, key } = shown;
  return html`<section class=${`media ${only ? "only" : ""}`}>
    ${!file && html`<${Words} key=${key} slide=${slide} centre=${centre} />`}
    ${file && (isVideo(slide) ? html`<${Video} key=${key} shown=${shown} />` : html`<img key=${key} src=${file} alt="" onError=${shown.failed} />`)}
  </section>`;
}
