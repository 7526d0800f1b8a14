// Only improves: every page works without it. A link to a place inside closed details opens them.
(function () {
  "use strict";
  function reveal() {
    var id = decodeURIComponent(location.hash.slice(1));
    var place = id && document.getElementById(id);
    for (var node = place; node; node = node.parentElement) {
      if (node.tagName === "DETAILS") node.open = true;
    }
    if (place) place.scrollIntoView();
  }
  addEventListener("hashchange", reveal);
  reveal();
})();
