// Added by `schemabook serve` to each page of the preview: reloads the page when its bytes have changed, where it was, and
// shows what is wrong with the project.
(function () {
  "use strict";
  const KEY = "schemabook-place";
  const { page, look } = document.currentScript.dataset;
  let source = null;
  let asking = false;
  let again = false;

  function connect() {
    if (source || document.hidden) return;
    source = new EventSource("/.schemabook/events");
    source.onmessage = ask;
    // There are many pages open, and others are newer: this one asks again when somebody comes back to it.
    source.addEventListener("full", disconnect);
  }

  // A hidden page needs no news, and browsers allow a host six connections only.
  function disconnect() {
    if (source) source.close();
    source = null;
  }

  // Something has changed, perhaps this page.
  async function ask() {
    again = asking;
    if (asking) return;
    asking = true;
    try {
      const state = await (await fetch("/.schemabook/state", { cache: "no-store" })).json();
      const head = await fetch(location.pathname, { method: "HEAD", cache: "no-store" });
      // Who has gone away meanwhile gets the news on coming back.
      if (document.hidden) return;
      if (state.look !== look || head.headers.get("ETag") !== `"${page}"`) return reload();
      show(state);
    } catch {
      // The preview has ended, or is about to tell more.
    } finally {
      asking = false;
    }
    if (again) ask();
  }

  function show({ stale, errors, count }) {
    document.getElementById("schemabook-problems")?.remove();
    if (count === 0) return;
    const host = document.createElement("div");
    host.id = "schemabook-problems";
    const shadow = host.attachShadow({ mode: "open" });
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = "/.schemabook/reload.css";
    const section = document.createElement("section");
    section.setAttribute("role", "status");
    section.tabIndex = 0;
    section.setAttribute("aria-label", "Errors of the project");
    const title = document.createElement("strong");
    title.textContent = (count === 1 ? "1 error" : `${count} errors`) + (stale ? "; this is the last good site" : "");
    const list = document.createElement("ul");
    for (const error of errors) list.appendChild(document.createElement("li")).textContent = error;
    if (count > errors.length) list.appendChild(document.createElement("li")).textContent = `… and ${count - errors.length} more`;
    section.append(title, list);
    shadow.append(style, section);
    document.body.append(host);
  }

  // Every <details> with a name that it keeps while the page changes: what its summary says, and which of those it is.
  function folds() {
    const seen = new Map();
    return [...document.querySelectorAll("details")].map((node) => {
      const text = node.id || node.querySelector("summary")?.textContent.trim() || "";
      seen.set(text, (seen.get(text) ?? 0) + 1);
      return [`${text} ${seen.get(text)}`, node];
    });
  }

  // The place of a reader is the last element with an id above the middle of the window, and how far it is from the top.
  function reload() {
    let mark = null;
    for (const node of document.querySelectorAll("[id]")) {
      const top = node.getClientRects()[0]?.top;
      if (top !== undefined && top < innerHeight / 2) mark = { id: node.id, top };
    }
    const open = folds().map(([name, node]) => [name, node.open]);
    sessionStorage.setItem(KEY, JSON.stringify({ path: location.pathname, x: scrollX, y: scrollY, mark, open }));
    history.scrollRestoration = "manual";
    disconnect();
    location.reload();
  }

  function restore() {
    const text = sessionStorage.getItem(KEY);
    const place = text && JSON.parse(text);
    sessionStorage.removeItem(KEY);
    history.scrollRestoration = "auto";
    if (place?.path !== location.pathname) return;
    const open = new Map(place.open);
    for (const [name, node] of folds()) node.open = open.get(name) ?? node.open;
    const scroll = () => {
      const mark = place.y > 0 && place.mark && document.getElementById(place.mark.id)?.getClientRects()[0];
      scrollTo({ left: place.x, top: mark ? scrollY + mark.top - place.mark.top : place.y, behavior: "instant" });
    };
    scroll();
    // Pictures and fonts that come late move what is below them.
    if (document.readyState !== "complete") addEventListener("load", scroll, { once: true });
  }

  restore();
  connect();
  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", connect);
  addEventListener("focus", connect);
})();
