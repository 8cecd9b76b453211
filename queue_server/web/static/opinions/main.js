// What citizens thought: ratings of a period by service and desk, reasons of those who were not content, and surveys.

import { html, render, signal } from "/static/ui.js";
import { Bar } from "/static/bar.js";
import { dayOf, named, speaker } from "/static/language.js";
import { ofPeriod } from "/static/period.js";
import { whoAmI } from "/static/sign_in.js";

const t = speaker({
  vi: {
    title: "Đánh giá, khảo sát", rated: "lượt được đánh giá trong", visits: "lượt đã xong", none_yet: "Chưa có đánh giá nào trong thời gian này.",
    like: "Hài lòng", none: "Bình thường", dislike: "Không hài lòng", services: "Theo lĩnh vực", desks: "Theo quầy", desk: "Quầy", reasons: "Lý do chưa hài lòng", surveys: "Khảo sát ý kiến",
    count: "Số ý kiến", share: "Tỷ lệ hài lòng (95 %)", few: "ít hơn 5 ý kiến (hoặc suy ra được quầy, lĩnh vực có ít ý kiến): chưa nêu, để không ai bị nhận ra", spread: "Phân bố", no_surveys: "Chưa có khảo sát nào. Quản trị viên tạo trong phần Đánh giá của cấu hình.",
  },
  en: {
    title: "Ratings and surveys", rated: "rated of", visits: "visits that ended", none_yet: "Nobody has rated in this period.",
    like: "Satisfied", none: "Neutral", dislike: "Dissatisfied", services: "By service", desks: "By desk", desk: "Desk", reasons: "Why not content", surveys: "Opinion surveys",
    count: "Opinions", share: "Share content (95 %)", few: "fewer than 5 opinions (or those could be worked out from it): not shown, so that nobody is recognised", spread: "Spread", no_surveys: "There is no survey yet. An administrator makes one under Rating in the configuration.",
  },
});

const who = signal(null);
const { found, load, Choice } = ofPeriod("/api/opinions");
const percent = (share) => `${Math.round(share * 100)} %`;

/** Like, none and dislike as one bar; its meaning is in words too, for whoever sees no colours. */
function Spread({ group }) {
  if (!group.portal) return html`<span class="hint">${t("few")}</span>`;
  const said = ["like", "none", "dislike"].map((each) => `${t(each)} ${group.portal[each]}`).join(" · ");
  return html`<svg class="spread" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label=${said}>
      ${parts(group).map(([each, from, width]) => html`<rect key=${each} class=${each} x=${from} width=${width} y="0" height="10" />`)}</svg>
    <small>${said}</small>`;
}

function parts({ portal, count }) {
  let from = 0;
  return ["like", "none", "dislike"].map((each) => {
    const width = (100 * portal[each]) / count;
    const part = [each, from, width];
    from += width;
    return part;
  });
}

function Groups({ title, groups, name }) {
  if (!groups.length) return null;
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${title}><table class="list">
    <thead><tr><th scope="col">${title}</th><th scope="col">${t("count")}</th><th scope="col">${t("spread")}</th><th scope="col">${t("share")}</th></tr></thead>
    <tbody>${groups.map(
      (group) => html`<tr key=${group.key}><th scope="row">${name(group)}</th><td class="figures">${group.count}</td><td><${Spread} group=${group} /></td>
        <td class="figures">${group.likely ? `${percent(group.likely[0])} – ${percent(group.likely[1])}` : "–"}</td></tr>`,
    )}</tbody></table></div>`;
}

const called = (group) => (group.names ? named(group.names) : group.key);

function App() {
  const { visits, whole, services, desks, reasons, surveys } = found.value || {};
  return html`<${Bar} title=${t("title")} who=${who.value} /><main><section class="page opinions">
    <h1>${t("title")}</h1>
    <${Choice} />
    ${found.value && html`
      <p class="sum" role="status"><b class="figures">${whole.count}</b> ${t("rated")} <b class="figures">${visits}</b> ${t("visits")}</p>
      ${whole.count ? html`<p class="whole"><${Spread} group=${whole} /></p>` : html`<p>${t("none_yet")}</p>`}
      <${Groups} title=${t("services")} groups=${services} name=${called} />
      <${Groups} title=${t("desks")} groups=${desks} name=${(group) => `${t("desk")} ${group.key}${group.names ? ` · ${named(group.names)}` : ""}`} />
      ${reasons.length > 0 && html`<h2>${t("reasons")}</h2><ol class="reasons">${reasons.map((each) => html`<li key=${each.key}><b class="figures">${each.count}</b> ${called(each)}</li>`)}</ol>`}
      <h2>${t("surveys")}</h2>
      ${!surveys.length && html`<p>${t("no_surveys")}</p>`}
      ${surveys.map((survey) => html`<${Groups} key=${survey.id} title=${`${named(survey.names)} (${dayOf(survey.opens)} – ${dayOf(survey.closes)})`} groups=${survey.questions} name=${called} />`)}
    `}
  </section></main>`;
}

load();
whoAmI().then((known) => (who.value = known));
render(html`<${App} />`, document.getElementById("app"));
