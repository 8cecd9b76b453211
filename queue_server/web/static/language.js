// The language of the pages for officers: one choice for all of them. Vietnamese first; what English lacks falls back to it.
//
//   const t = speaker({ vi: { title: "…" }, en: { title: "…" } });   t("title")

import { signal } from "/static/ui.js";

const KEY = "motcua-language";

export const language = signal(localStorage.getItem(KEY) === "en" ? "en" : "vi");
document.documentElement.lang = language.value;

export function choose(code) {
  localStorage.setItem(KEY, code);
  document.documentElement.lang = code;
  language.value = code;
}

/** A function that says a key of these words in the chosen language. */
export function speaker(words) {
  return (key) => words[language.value][key] || words.vi[key] || key;
}

/** The name of a thing of the centre, in the chosen language. */
export function named(names) {
  return names ? names[language.value] || names.vi : "";
}

/** Minutes as they are told: with one decimal below ten, in the way of the language; a dash where there are none. */
export function minutes(value) {
  const digits = value < 10 ? 1 : 0;
  return value === null ? "–" : value.toLocaleString(language.value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A day (ISO) as people write it: 30/11/2026, or 30 Nov 2026. What is no day is given back. */
export function dayOf(day) {
  const date = new Date(`${day}T00:00`);
  if (Number.isNaN(date.getTime())) return day;
  return language.value === "en" ? date.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" }) : date.toLocaleDateString("vi-VN", { day: "2-digit", month: "2-digit", year: "numeric" });
}
