// What goes round beside the calls: which slides may be shown at this time, and which of them it is. Pure: the same rules
// as display/reel.py; tests/display/test_web_board.py compares the two.

import { isoDay, minuteOfDay } from "./words.js";

const VIDEOS = /\.(mp4|webm)$/i;
/** A video that has not come to its end after this is left. */
export const VIDEO_MOST = 600000;

export const freshReel = { slide: null, since: 0 };

export function isVideo(slide) {
  return VIDEOS.test(slide.file || "");
}

/** Those whose days and times of day it is. */
export function standing(slides, at, zone) {
  const day = isoDay(at, zone);
  const minute = minuteOfDay(at, zone);
  return slides.filter(({ first, last, windows }) =>
    (!first || first <= day) && (!last || day <= last) && (!windows || !windows.length || windows.some((each) => each.opens <= minute && minute < each.closes)));
}

/** The reel now: the same slide until its time is over or it is `done`, then the one after it. */
export function turned(reel, slides, now, done = false) {
  if (!slides.length) return freshReel;
  const place = slides.findIndex((each) => same(each, reel.slide));
  if (place < 0) return { slide: slides[0], since: now };
  const lasts = isVideo(reel.slide) ? VIDEO_MOST : (reel.slide.seconds || 12) * 1000;
  if (!done && now - reel.since < lasts) return reel;
  return { slide: slides[(place + 1) % slides.length], since: now };
}

function same(one, other) {
  return other !== null && (one === other || JSON.stringify(one) === JSON.stringify(other));
}
