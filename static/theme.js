// Loaded before the page is drawn, so that a reader's choice of light or dark does not flash. Without a choice the system's preference counts.
(function () {
  "use strict";
  try {
    var theme = localStorage.getItem("schemabook-theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch (refused) {
    // Where the browser keeps nothing for this page, the preference counts.
  }
})();
