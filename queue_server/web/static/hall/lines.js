// Services and who waits for them, each with a light and its word: never the colour alone.

import { html } from "/static/ui.js";
import { link, tick } from "/static/console/session.js";
import { named } from "/static/language.js";
import { MINUTE, standings } from "./standing.js";
import { t } from "./words.js";

const SIGNS = { good: "●", warn: "▲", target: "◆", breach: "■" };

function Standing({ level, line }) {
  const stopped = line.reason;
  return html`<span class=${`light ${level}`}>${SIGNS[level]} ${t(level)}</span>
    ${stopped && html`<span class=${line.issuing ? "light warn" : "light stopped"}>${t(stopped)}</span>`}`;
}

export function Lines({ act }) {
  const view = link.value.view.value;
  return html`
    <section class="card lines" aria-labelledby="lines-title">
      <h2 id="lines-title">${t("lines")} <button class="small" id="all-lines" onClick=${() => act({ what: "lines" })}>${t("all_lines")}</button></h2>
      <table>
        <thead><tr>
          <th scope="col">${t("service")}</th><th scope="col" class="n">${t("waiting")}</th><th scope="col" class="n">${t("longest")}</th>
          <th scope="col" class="n">${t("estimate")}</th><th scope="col" class="n">${t("desks_open")}</th><th scope="col" class="n">${t("left")}</th>
          <th scope="col">${t("standing")}</th><th scope="col"><span class="unseen">${t("act_on")}</span></th>
        </tr></thead>
        <tbody>
          ${standings(view, tick.value).filter((each) => each.line).map(({ info, line, longest, level }) => html`
            <tr key=${info.id} id=${`line-${info.id}`} class=${level}>
              <th scope="row"><span class="name"><b class="letter">${info.prefix}</b>${named(info.names)}</span></th>
              <td class="n figures big">${line.waiting}</td>
              <td class="n figures">${longest === null ? "–" : `${Math.floor(longest / MINUTE)} ${t("minutes")}`}</td>
              <td class="n figures">${line.desks_open ? `${line.low}–${line.high} ${t("minutes")}` : "–"}</td>
              <td class="n figures">${line.desks_open}</td>
              <td class="n figures">${line.left === null ? "–" : line.left}</td>
              <td><${Standing} level=${level} line=${line} /></td>
              <td class="n"><button class="small" onClick=${() => act({ what: "line", service: info.id })} aria-label=${`${t("act_on")}: ${named(info.names)}`}>${t("act_on")}</button></td>
            </tr>`)}
        </tbody>
      </table>
    </section>
  `;
}
