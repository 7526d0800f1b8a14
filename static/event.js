// Only improves pages with fields and events: they can be read, copied and printed without it.
(function () {
  "use strict";

  // The text of an event or an example goes to the clipboard with one press: site.js copies it.
  function copyButton(code) {
    if (!navigator.clipboard) return;
    var button = document.createElement("button");
    button.type = "button";
    button.className = "copy scripted";
    button.textContent = "Copy";
    code.before(button);
  }

  // Fields come open, so that everything can be read and found; one button closes and opens all of a list.
  function foldButton(fields) {
    var nested = fields.querySelectorAll("details");
    if (nested.length < 2) return;
    var button = document.createElement("button");
    button.type = "button";
    button.className = "fold scripted";
    function say() {
      var open = fields.querySelector("details[open]");
      button.textContent = open ? "Collapse all" : "Expand all";
      return open;
    }
    button.addEventListener("click", function () {
      var close = say();
      nested.forEach(function (details) { details.open = !close; });
      say();
    });
    say();
    fields.before(button);
  }

  document.querySelectorAll(".fields").forEach(foldButton);
  document.querySelectorAll(".view pre, .example pre, .languages pre").forEach(copyButton);
})();
