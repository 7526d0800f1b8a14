// Only improves: without it the map is a picture of links. It lights the way of messages through a box, filters by name, zooms, and
// lets the picture be dragged. Boxes and lines carry data-key, data-from and data-to.
(function () {
  "use strict";
  document.querySelectorAll("figure.map").forEach(function (figure) {
    var frame = figure.querySelector(".frame");
    var svg = frame.querySelector("svg");
    var boxes = Array.from(svg.querySelectorAll(".box"));
    var lines = Array.from(svg.querySelectorAll(".line"));
    var ends = lines.map(function (line) {
      return { line: line, from: Number(line.dataset.from), to: Number(line.dataset.to) };
    });

    // What leads to the start, and what leads on from it.
    function way(start) {
      var found = new Set();
      var lit = new Set();
      [["from", "to"], ["to", "from"]].forEach(function (direction) {
        var seen = new Set(start);
        var open = start.slice();
        while (open.length) {
          var at = open.pop();
          ends.forEach(function (end) {
            if (end[direction[0]] !== at) return;
            lit.add(end.line);
            var next = end[direction[1]];
            if (!seen.has(next)) { seen.add(next); open.push(next); }
          });
        }
        seen.forEach(function (box) { found.add(box); });
      });
      return { boxes: found, lines: lit };
    }

    function show(shown) {
      svg.classList.toggle("dimmed", Boolean(shown));
      boxes.forEach(function (box, number) { box.classList.toggle("lit", Boolean(shown) && shown.boxes.has(number)); });
      lines.forEach(function (line) { line.classList.toggle("lit", Boolean(shown) && shown.lines.has(line)); });
    }

    function numbers(test) {
      return boxes.map(function (box, number) { return test(box) ? number : -1; }).filter(function (number) { return number >= 0; });
    }

    var filtered = null;
    function light(event) {
      var box = event.target.closest(".box");
      var line = event.target.closest(".line");
      if (box) show(way(numbers(function (other) { return other.dataset.key === box.dataset.key; })));
      else if (line) show({ boxes: new Set([Number(line.dataset.from), Number(line.dataset.to)]), lines: new Set([line]) });
      else show(filtered);
    }
    svg.addEventListener("mouseover", light);
    svg.addEventListener("focusin", light);
    svg.addEventListener("mouseleave", function () { show(filtered); });
    svg.addEventListener("focusout", function () { show(filtered); });

    // Controls have no text of their own, so that the page reads the same without them.
    var bar = document.createElement("div");
    bar.className = "tools";
    var input = document.createElement("input");
    input.type = "search";
    input.placeholder = "Filter by name";
    input.setAttribute("aria-label", "Filter the map by name");
    bar.append(input);
    input.addEventListener("input", function () {
      var text = input.value.trim().toLowerCase();
      var title = function (element) { return element.querySelector("title").textContent.toLowerCase(); };
      filtered = null;
      if (text) {
        var lit = ends.filter(function (end) { return title(end.line).includes(text); });
        var found = new Set(numbers(function (box) { return title(box).includes(text); }));
        lit.forEach(function (end) { found.add(end.from); found.add(end.to); });
        filtered = { boxes: found, lines: new Set(lit.map(function (end) { return end.line; })) };
      }
      show(filtered);
    });

    var width = Number(svg.getAttribute("width"));
    var height = Number(svg.getAttribute("height"));
    var scale = 1;
    function zoom(factor) {
      var before = scale;
      scale = Math.min(3, Math.max(0.2, factor === 0 ? (frame.clientWidth - 2) / width : scale * factor));
      var x = frame.scrollLeft + frame.clientWidth / 2;
      var y = frame.scrollTop + frame.clientHeight / 2;
      svg.setAttribute("width", Math.round(width * scale));
      svg.setAttribute("height", Math.round(height * scale));
      frame.scrollLeft = x * scale / before - frame.clientWidth / 2;
      frame.scrollTop = y * scale / before - frame.clientHeight / 2;
    }
    [["in", "Zoom in", 1.25], ["out", "Zoom out", 0.8], ["fit", "Fit the width", 0]].forEach(function (tool) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = tool[0];
      button.title = tool[1];
      button.setAttribute("aria-label", tool[1]);
      button.addEventListener("click", function () { zoom(tool[2]); });
      bar.append(button);
    });
    frame.addEventListener("wheel", function (event) {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(event.deltaY < 0 ? 1.1 : 1 / 1.1);
    }, { passive: false });

    // Dragging moves the picture; a click that ends a drag follows no link.
    var grip = null;
    var dragged = false;
    frame.addEventListener("pointerdown", function (event) {
      if (event.button !== 0 || event.pointerType === "touch") return;
      grip = { x: event.clientX, y: event.clientY, left: frame.scrollLeft, top: frame.scrollTop };
      dragged = false;
    });
    addEventListener("pointermove", function (event) {
      if (!grip) return;
      if (Math.abs(event.clientX - grip.x) + Math.abs(event.clientY - grip.y) > 4) dragged = true;
      frame.scrollLeft = grip.left - (event.clientX - grip.x);
      frame.scrollTop = grip.top - (event.clientY - grip.y);
    });
    addEventListener("pointerup", function () { grip = null; });
    frame.addEventListener("click", function (event) { if (dragged) event.preventDefault(); }, true);
    frame.addEventListener("dragstart", function (event) { event.preventDefault(); });

    // A window that is narrower than the picture opens on its highest box, not on an empty corner.
    var place = function (element) { return element.getBoundingClientRect(); };
    var top = boxes.reduce(function (a, b) { return place(b).top < place(a).top ? b : a; }, boxes[0]);
    if (top && place(top).right > place(frame).right) {
      frame.scrollLeft = place(top).left + place(top).width / 2 - place(frame).left - frame.clientWidth / 2;
    }

    // A small picture is seen whole.
    if (boxes.length > 12) figure.insertBefore(bar, frame);
  });
})();
