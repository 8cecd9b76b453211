// Which kiosks could print a slip, and asking one of them.

import { link } from "/static/console/session.js";
import { healthOf } from "/static/health.js";

/** Healths of a printer that lets nothing out. */
const STUCK = new Set(["paper_out", "cover_open", "cutter", "hot", "silent", "gone"]);

/** Connected kiosks, those first that can print now, each with its `label`. */
export function kiosks() {
  const here = Object.values(link.value.view.value.devices).filter((each) => each.role === "kiosk" && each.online);
  const said = (each) => (STUCK.has(each.health) ? `${each.id} ⚠ ${healthOf(each)}` : each.id);
  return here.map((each) => ({ id: each.id, stuck: STUCK.has(each.health), label: said(each) })).sort((a, b) => a.stuck - b.stuck || a.id.localeCompare(b.id));
}

export const printSlip = (ticket, kiosk) => link.value.ask("print_slip", { ticket, to_kiosk: kiosk });
