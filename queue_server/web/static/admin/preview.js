// What citizens will see of the document as it is being edited: the kiosk's first page, a slip, each board; as large as one likes.

import { html, useEffect, useState } from "/static/ui.js";
import { useModal } from "/static/modal.js";
import { post } from "/static/http.js";
import { BoardPreview, SHAPES as BOARD_SHAPES } from "./preview_board.js";
import { KioskPreview, SHAPES as KIOSK_SHAPES } from "./preview_kiosk.js";
import { SlipPreview } from "./preview_slip.js";
import { t } from "./preview_words.js";

const VIEWS = ["kiosk", "slip", "board"];
const SHAPES = { kiosk: Object.keys(KIOSK_SHAPES), slip: [], board: Object.keys(BOARD_SHAPES) };
/** In pixels of this page; what is enlarged takes what the window has. */
const SMALL = 300;
const MARGIN = 64;
const HANDS_STILL_MS = 700;

/** What the draft would show, from the server; with its `trouble` the last that could be shown. */
function useSeen(document, language) {
  const [found, setFound] = useState({ seen: null, of: null });
  useEffect(() => {
    let over = false;
    const take = async () => {
      try {
        const seen = await post("/api/admin/preview", { document, language });
        if (!over) setFound((before) => (seen ? { seen, of: document } : Object.assign({}, before, { trouble: "unusable" })));
      } catch {
        if (!over) setFound((before) => Object.assign({}, before, { trouble: "no_server" }));
      }
    };
    const timer = setTimeout(take, found.seen ? HANDS_STILL_MS : 0);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [document, language]);
  return { seen: found.seen, trouble: found.of !== document && found.trouble };
}

export function Preview({ document }) {
  const [view, setView] = useState("kiosk");
  const [shape, setShape] = useState({ kiosk: "upright", board: "landscape" });
  const [language, setLanguage] = useState("vi");
  const [board, setBoard] = useState("");
  const [large, setLarge] = useState(false);
  const { seen, trouble } = useSeen(document, language);
  const boards = seen && seen.centre.boards.length ? seen.centre.boards.map((each) => each.id) : ["b1"];
  const chosen = boards.includes(board) ? board : boards[0];
  const tongues = seen ? seen.kiosk.languages : [];
  const View = { kiosk: KioskPreview, slip: SlipPreview, board: BoardPreview }[view];
  const drawn = (across) => html`<${View} key=${view} seen=${seen} language=${language} shape=${shape[view]} board=${chosen} across=${across} />`;
  return html`<div class="card preview">
    <h2>${t("preview")}</h2>
    <${Tabs} of=${VIEWS.map((each) => [each, t(each)])} chosen=${view} choose=${setView} label=${t("preview")} />
    <div class="row choice">
      ${SHAPES[view].length > 0 && html`<${Tabs} of=${SHAPES[view].map((each) => [each, t(each)])} chosen=${shape[view]} choose=${(each) => setShape(Object.assign({}, shape, { [view]: each }))} label=${t("shape")} />`}
      ${view !== "board" && tongues.length > 1 && html`<${Tabs} of=${tongues.map((each) => [each.language, each.name])} chosen=${language} choose=${setLanguage} label=${t("language")} />`}
      ${view === "board" && boards.length > 1 && html`<select aria-label=${t("board")} value=${chosen} onChange=${(event) => setBoard(event.target.value)}>${boards.map((each) => html`<option key=${each} value=${each}>${t("board")} ${each}</option>`)}</select>`}
    </div>
    ${seen && drawn(SMALL)}
    ${trouble && html`<p class="hint" role="status">${t(trouble)}</p>`}
    <p class="hint">${t("hint")}</p>
    ${seen && html`<button type="button" id="enlarge" onClick=${() => setLarge(true)}>${t("enlarge")}</button>`}
    ${large && html`<${Large} close=${() => setLarge(false)} size=${view === "slip" ? [624, 900] : (view === "kiosk" ? KIOSK_SHAPES : BOARD_SHAPES)[shape[view]]} drawn=${drawn} />`}
  </div>`;
}

function Tabs({ of, chosen, choose, label }) {
  return html`<div class="tabs" role="group" aria-label=${label}>
    ${of.map(([key, name]) => html`<button key=${key} type="button" class=${chosen === key ? "chosen" : ""} aria-pressed=${chosen === key} onClick=${() => choose(key)}>${name}</button>`)}
  </div>`;
}

/** As large as the window holds it. */
function Large({ close, size: [width, height], drawn }) {
  const dialog = useModal();
  const across = Math.floor(Math.min(innerWidth - MARGIN, ((innerHeight - 2 * MARGIN) * width) / height));
  return html`<dialog class="large-preview" ref=${dialog} onClose=${close} aria-label=${t("preview")}>
    ${drawn(across)}
    <p class="row"><button type="button" onClick=${() => dialog.current.close()}>${t("close")}</button></p></dialog>`;
}
