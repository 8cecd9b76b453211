// A board's screen does not go to sleep. Browsers allow that to pages over https (and on localhost) only; elsewhere it is
// a setting of the television (docs/boards.md).

/** Keep the screen awake for as long as the page is seen. Returns what asks for it again, from a key or a click. */
export function stayAwake() {
  let held = null;
  let asking = false;

  async function hold() {
    if (!navigator.wakeLock || document.visibilityState !== "visible" || held || asking) return;
    asking = true;
    try {
      held = await navigator.wakeLock.request("screen");
      // The browser lets go of it when the page is hidden, the battery is low, or as it likes.
      held.addEventListener("release", () => {
        held = null;
        hold();
      });
    } catch (error) {
      console.info("wake lock", error.name);
    }
    asking = false;
  }

  document.addEventListener("visibilitychange", hold);
  hold();
  return hold;
}
