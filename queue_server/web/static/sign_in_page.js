// Signing in on a page of its own, then on to the page that was asked for.

import { html, render } from "/static/ui.js";
import { Bar } from "/static/bar.js";
import { SignIn } from "/static/sign_in.js";

/** An address of this server only: a link that somebody sent must not lead elsewhere. */
function next() {
  const asked = new URLSearchParams(location.search).get("next") || "/";
  return /^\/(?![/\\])/.test(asked) ? asked : "/";
}

render(html`<${Bar} /><${SignIn} signedIn=${() => location.assign(next())} />`, document.getElementById("app"));
