// What was changed today, by whom and why, each with its opposite; and the acts that belong to no line or desk.

import { html } from "/static/ui.js";
import { clock } from "/static/console/bar.js";
import { link, tick } from "/static/console/session.js";
import { named } from "/static/language.js";
import { nameOf } from "/static/people.js";
import { t } from "./words.js";

/** The act that undoes this one, or null when something newer has taken its place. */
export function opposite(act, view) {
  const newer = Object.values(view.acts).some((each) => each.id > act.id && rival(each, act));
  if (newer) return null;
  switch (act.kind) {
    case "service_closed": return ["open_service", { service: act.service }];
    case "quota_set": return ["set_quota", { service: act.service, quota: act.former }];
    case "line_moved": return act.desk && ["move_line", { service: act.service, desk: null }];
    case "desk_reassigned": return act.services.length + act.overflow.length > 0 ? ["reassign_desk", { desk: act.desk }] : null;
    case "notice_posted": return view.notices[act.id] && !view.notices[act.id].withdrawn ? ["withdraw_notice", { notice: act.id }] : null;
    case "admission_set": return ["set_admission", { cap: act.former }];
    default: return null;
  }
}

const FAMILY = { service_opened: "service_closed" };

function rival(one, other) {
  const family = (act) => FAMILY[act.kind] || act.kind;
  return family(one) === family(other) && one.service === other.service && one.desk === other.desk && other.kind !== "notice_posted";
}

export function shownNotices(view, now) {
  return Object.values(view.notices).filter((each) => !each.withdrawn && (!each.until || each.until > now));
}

function what(act, centre) {
  const service = act.service && centre.services.find((each) => each.id === act.service);
  const to = act.kind === "line_moved" ? `→ ${act.desk ? `${t("desk")} ${act.desk}` : t("all_desks")}` : act.desk ? `${t("desk")} ${act.desk}` : "";
  const numbers = act.kind === "quota_set" || act.kind === "admission_set" ? `${limit(act.former)} → ${limit(act.value)}` : "";
  const words = act.words ? `“${named(act.words)}”` : "";
  return [service ? named(service.names) : "", to, numbers, words, act.reason].filter(Boolean).join(" · ");
}

function limit(number) {
  return number === null ? t("no_limit") : number;
}

export function Acts({ act }) {
  const view = link.value.view.value;
  const acts = Object.values(view.acts).sort((a, b) => b.id - a.id);
  const notices = shownNotices(view, tick.value);
  return html`
    <section class="card acts" aria-labelledby="acts-title">
      <h2 id="acts-title">${t("acts")}</h2>
      <p class="others">
        <button id="post" onClick=${() => act({ what: "notice" })}>${t("post")}</button>
        <button id="admission" onClick=${() => act({ what: "admission" })}>${t("admission")}</button>
      </p>
      ${notices.length > 0 && html`<h3>${t("notices")}</h3><ul class="notices">${notices.map((each) => html`
        <li key=${each.id}>${each.urgent && html`<b class="light breach">■ ${t("urgent")}</b>`} ${named(each.words)}
          <small>${t("until")} ${each.until ? clock(each.until) : t("end_of_day")}</small></li>`)}</ul>`}
      ${!acts.length && html`<p>${t("no_acts")}</p>`}
      <ol>
        ${acts.map((each) => {
          const undo = opposite(each, view);
          return html`
            <li key=${each.id}>
              <span><time class="figures">${clock(each.at)}</time> <b>${t(each.kind)}</b> ${what(each, view.centre)} <small>${t("by")} ${nameOf(each.officer)}</small></span>
              ${undo && html`<button class="small" onClick=${() => act({ what: "undo", of: each, asks: undo })} aria-label=${`${t("undo")}: ${t(each.kind)}`}>${t("undo")}</button>`}
            </li>`;
        })}
      </ol>
    </section>
  `;
}
