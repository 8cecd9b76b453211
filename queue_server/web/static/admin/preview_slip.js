// A sketch of the slip of a first citizen: the parts that the document names, in its order, with figures as on a usual day.
// How the kiosk sets them is in kiosk/slip.py; the two know the same parts.

import { html } from "/static/ui.js";

export const words = (value, code) => (!value ? "" : typeof value === "string" ? value : value[code] || value.vi || "");

export const USUAL_SLIP = ["centre", "rule", "heading", "service", "procedure", "number", "priority", "taken_at", "wait", "where", "papers", "decides", "rule", "follow", "listen", "hotline"].map((part) => ({ part }));
const USUAL_SIZE = { service: "large", centre: "normal", text: "normal", where: "normal", hotline: "normal", wait: "normal" };

/** What each part says, in Vietnamese as on the paper; nothing where the document has nothing to say there. */
const PARTS = {
  centre: ({ document }) => html`<b>${words(document.name, "vi")}</b>`,
  address: ({ document }) => words(document.address, "vi"),
  heading: () => "PHIẾU SỐ THỨ TỰ",
  service: ({ service }) => html`<b>${words(service.name, "vi")}</b>`,
  procedure: ({ procedure }) => words(procedure.name, "vi"),
  number: ({ service }) => html`<span class="number figures">${service.prefix || "A"}001</span>`,
  priority: () => "",
  taken_at: () => pair("Lấy số lúc", "08:05"),
  wait: () => html`${pair("Người chờ trước", "3")}${pair("Dự kiến chờ", "khoảng 10–25 phút")}`,
  where: ({ desk, document }) => pair(`Chờ gần ${words(document.speech && document.speech.desk_word) || "quầy"}`, desk.id || "–"),
  papers: ({ procedure }) => Array.isArray(procedure.papers) && procedure.papers.length > 0 && html`<span class="papers"><b>Giấy tờ cần có:</b>${procedure.papers.slice(0, 3).map((each, place) => html`<span key=${place}>• ${words(each, "vi")}</span>`)}</span>`,
  decides: () => "",
  follow: () => html`<span class="code" aria-hidden="true">QR</span>Quét mã để theo dõi lượt của Ông/Bà`,
  listen: () => "Xin theo dõi bảng và loa gọi số.",
  hotline: ({ document }) => document.hotline && html`<b>Hỗ trợ: ${document.hotline}</b>`,
  text: ({ part }) => words(part.text, "vi"),
  rule: () => html`<hr />`,
};

const pair = (left, right) => html`<span class="pair"><span>${left}</span><b>${right}</b></span>`;

export function SlipSketch({ document, service, desk }) {
  const written = Array.isArray(document.slip) ? document.slip.filter((each) => each && PARTS[each.part]) : [];
  const parts = written.length ? written : USUAL_SLIP;
  const procedure = (Array.isArray(service.procedures) && service.procedures[0]) || {};
  const lines = parts.map((part) => [part.size || USUAL_SIZE[part.part] || "small", PARTS[part.part]({ document, service, procedure, desk, part })]);
  return html`<div class="sketch slip">${lines.filter(([, line]) => line).map(([size, line], place) => html`<p key=${place} class=${size}>${line}</p>`)}</div>`;
}
