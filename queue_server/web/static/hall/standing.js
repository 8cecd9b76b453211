// How a line stands: the longest wait against the centre's thresholds. Pure.

export const MINUTE = 60000;

/** Services with those who wait, in the order of the centre: { info, line, waiting, longest, level }. */
export function standings({ centre, lines, tickets, hall }, now) {
  const since = {};
  for (const ticket of Object.values(tickets)) {
    if (ticket.state === "waiting") since[ticket.service] = Math.min(since[ticket.service] || Infinity, ticket.queued_at);
  }
  return centre.services.map((info) => {
    const longest = info.id in since ? Math.max(0, now - since[info.id]) : null;
    return { info, line: lines[info.id], longest, level: levelOf(longest, hall) };
  });
}

export function levelOf(longest, hall) {
  const waited = (longest || 0) / MINUTE;
  return ["breach", "target", "warn"].find((level) => waited >= hall[level]) || "good";
}
