// Offers to search for what the address of a page that is not there speaks of.
(function () {
  "use strict";
  var names = location.pathname.split("/").filter(function (name) { return name && !/^(index|404)\.html$/.test(name); });
  var find = document.querySelector(".find");
  if (!names.length || !find) return;
  var name = names[names.length - 1];
  try {
    name = decodeURIComponent(name);
  } catch (malformed) {
    // What can't be decoded is searched for as it is.
  }
  name = name.replace(/\.(html|md|json|yaml)$/, "");
  var button = document.createElement("button");
  button.type = "button";
  button.className = "scripted";
  // search.js begins with it.
  button.dataset.search = name;
  button.textContent = "Search for “" + name + "”";
  button.addEventListener("click", function () { find.click(); });
  document.getElementById("main").append(button);
})();
