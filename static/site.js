// Only improves: every page works without it.
(function () {
  "use strict";

  // A link to a place inside closed details opens them.
  function reveal() {
    var id = decodeURIComponent(location.hash.slice(1));
    var place = id && document.getElementById(id);
    // A keyword is said by its field.
    while (!place && id.indexOf("/") > 0) {
      id = id.slice(0, id.lastIndexOf("/"));
      place = document.getElementById(id);
    }
    for (var node = place; node; node = node.parentElement) {
      if (node.tagName === "DETAILS") node.open = true;
    }
    if (place) place.scrollIntoView();
  }

  // The name of a place, or the sign behind it, copies the link to it; where the browser refuses, the address bar has it. A button copies the
  // text that it stands before.
  function copy(event) {
    var from = event.target.closest("a.anchor, a.n, li > a:first-child, .copy");
    if (!from || !navigator.clipboard) return;
    var holder = from.closest("[id]");
    var isLink = Boolean(from.href);
    if (isLink && (!holder || from.hash !== "#" + holder.id)) return;
    navigator.clipboard.writeText(isLink ? from.href : from.nextElementSibling.textContent).then(function () {
      said.textContent = isLink ? "Link copied" : "Copied";
      from.dataset.copied = "";
      setTimeout(function () {
        said.textContent = "";
        delete from.dataset.copied;
      }, 1500);
    }, function () {});
  }

  // Search comes when it is asked for: `/`, Ctrl-K, or the button.
  var here = document.currentScript.src;
  var searching = false;
  function search() {
    if (searching) return document.dispatchEvent(new Event("schemabook-search"));
    searching = true;
    var script = document.createElement("script");
    script.src = new URL("search.js", here);
    script.onerror = function () { searching = false; };
    document.head.append(script);
  }
  function searchKey(event) {
    var typing = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
    var plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    var control = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!(event.key === "/" && plain && !typing) && !(event.key.toLowerCase() === "k" && control)) return;
    event.preventDefault();
    search();
  }
  function searchButton() {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "find scripted";
    button.textContent = "Search";
    button.title = "Search (/ or Ctrl-K)";
    button.setAttribute("aria-haspopup", "dialog");
    button.setAttribute("aria-keyshortcuts", "/ Control+K");
    button.addEventListener("click", search);
    controls.append(button);
  }

  // Light or dark: what the system prefers, until the reader chooses.
  function themeButton() {
    var root = document.documentElement;
    var button = document.createElement("button");
    var prefersDark = matchMedia("(prefers-color-scheme: dark)");
    button.type = "button";
    button.className = "theme scripted";
    function isDark() {
      return root.dataset.theme ? root.dataset.theme === "dark" : prefersDark.matches;
    }
    function say() {
      button.setAttribute("aria-label", isDark() ? "Change to light colours" : "Change to dark colours");
      button.title = button.getAttribute("aria-label");
    }
    button.addEventListener("click", function () {
      var chosen = isDark() ? "light" : "dark";
      var preferred = prefersDark.matches ? "dark" : "light";
      if (chosen === preferred) delete root.dataset.theme;
      else root.dataset.theme = chosen;
      try {
        if (chosen === preferred) localStorage.removeItem("schemabook-theme");
        else localStorage.setItem("schemabook-theme", chosen);
      } catch (refused) {
        // The choice holds for this page.
      }
      say();
    });
    prefersDark.addEventListener("change", say);
    say();
    controls.append(button);
  }

  var said = document.createElement("p");
  said.className = "hidden scripted";
  said.setAttribute("role", "status");
  (document.getElementById("main") || document.body).append(said);
  document.addEventListener("click", copy);
  document.addEventListener("keydown", searchKey);
  var controls = document.querySelector(".controls");
  if (controls) {
    searchButton();
    themeButton();
  }
  addEventListener("hashchange", reveal);
  reveal();
})();
