// A board as it will be: the web board's own drawing of a usual morning at this centre, on a screen of each shape.

import { html, render } from "/static/ui.js";
import { fit } from "/static/board/fit.js";
import { Carousel } from "/static/board/media.js";
import { planFor, roomFor, Screen } from "/static/board/screen.js";
import { desksShown, freshBoard, infoOf, picture, told } from "/static/board/state.js";
import { Scaled } from "./scaled.js";
import { t } from "./preview_words.js";

export const SHAPES = { landscape: [1920, 1080], portrait: [1080, 1920], wide: [3840, 1080] };
const STYLES = ["/static/base.css", "/static/board/board.css", "/static/admin/preview.css"];
const MINUTE = 60000;
/** So often what takes turns is drawn anew. */
const LOOK_MS = 2000;
/** So many desks are at work, each with somebody who was called before. */
const AT_WORK = 6;

/** What a server would have told this board by now. */
function morning({ now, centre, lines }) {
  const calls = {};
  const desks = Object.fromEntries(centre.desks.map((each) => [each.id, { id: each.id, state: "idle", since: now, ticket: null, number: null }]));
  const busy = centre.desks.filter((each) => each.services.length).slice(0, AT_WORK);
  const last = {};
  const letters = Object.fromEntries(centre.services.map((each) => [each.id, each.prefix]));
  busy.concat(busy).forEach((desk, place) => {
    const service = desk.services[0];
    last[service] = (last[service] || 10) + 1;
    const call = { id: place + 1, ticket: `t${place}`, number: `${letters[service]}0${last[service]}`, service, desk: desk.id, kind: "call", priority: false, at: now - (2 * busy.length - place) * 2 * MINUTE };
    calls[call.id] = call;
    desks[desk.id] = { id: desk.id, state: place < busy.length + 3 ? "serving" : "calling", since: call.at, ticket: call.ticket, number: call.number };
  });
  const day = { service_day: "", issuing: true, reason: "open", until: now + 150 * MINUTE, next_opening: null, closes: null };
  return { epoch: "preview", version: 0, whole: true, behind: false, centre, day, desks, calls, lines: Object.fromEntries(lines.map((each) => [each.service, each])), notices: {}, coming: null, voices: null };
}

function drawing(seen, device, [width, height]) {
  return (place) => {
    const [board] = told(freshBoard(device), morning(seen), MINUTE);
    const carousel = new Carousel({ fileOf: (name) => `/api/admin/media/${encodeURIComponent(name)}`, changed: () => undefined });
    const plan = planFor(width, height);
    const { media, panels } = infoOf(board);
    const began = performance.now();
    const look = () => {
      const passed = Math.round(performance.now() - began);
      const now = seen.now + passed;
      const room = roomFor(plan, panels, desksShown(board), 0, 0);
      const shown = panels.indexOf("media") >= 0 ? carousel.show(media, now, board.centre.timezone, MINUTE + passed) : null;
      render(html`<${Screen} picture=${picture(board, room, MINUTE + passed)} posted=${{ urgent: null, other: null }} dark=${false} shown=${shown} plan=${plan} room=${room} now=${now} bright=${true} button=${null} trouble="" />`, place);
      fit(place, plan);
    };
    place.style.setProperty("--u", `${plan.unit}px`);
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => {
      clearInterval(timer);
      render(null, place);
    };
  };
}

export function BoardPreview({ seen, board, shape, across }) {
  const [width, height] = SHAPES[shape];
  return html`<${Scaled} width=${width} height=${height} across=${across} styles=${STYLES} draw=${drawing(seen, board, SHAPES[shape])} on=${[seen, board, shape]} label=${`${t("board")} ${board}`} />`;
}
