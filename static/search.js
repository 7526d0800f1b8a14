// Search: src/search/ writes the index that this reads. static/site.js loads it when somebody asks for it.
(() => {
  "use strict";

  const ROOT = new URL("../", document.currentScript.src);
  const STYLE = new URL("search.css", document.currentScript.src);
  // As in src/search/term.rs and shard.rs.
  const LONGEST = 24;
  const FETCHED = 2;
  // How many files one search reads at most, and how many results make guesses unwanted.
  const READ = 3;
  const ENOUGH = 3;
  // From which distance on a result is a guess.
  const GUESS = 5;
  // How many results a group shows, and how many it shows alone.
  const SHOWN = 6;
  const ALONE = 24;

  // Files register what they hold, for a page on a disk may not fetch.
  const files = new Map();
  const registered = new Map();
  window.schemabookSearch = (name, content) => registered.set(name, content);

  function load(name) {
    if (!files.has(name)) {
      files.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = new URL(`search/${name}.js`, ROOT);
        script.onload = () => resolve(registered.get(name));
        script.onerror = () => {
          files.delete(name);
          reject(new Error(`search/${name}.js can't be loaded`));
        };
        document.head.append(script);
      }));
    }
    return files.get(name);
  }

  // The words of a name, as src/search/term.rs finds them.
  function parts(name) {
    const apart = name
      .replace(/([\p{Lowercase}\p{N}])(?=\p{Uppercase})/gu, "$1 ")
      .replace(/(\p{Uppercase})(?=\p{Uppercase}\p{Lowercase})/gu, "$1 ");
    return apart.toLowerCase().split(/[^\p{Alphabetic}\p{N}]+/u).filter(Boolean);
  }

  const suffixes = (words) => words.map((_, at) => words.slice(at).join(""));

  // Whether `term` begins with `letters`, but for one that is wrong, missing, too many or swapped, from the third on.
  function isNear(letters, term) {
    let at = 0;
    while (at < letters.length && letters[at] === term[at]) at += 1;
    if (at < 2) return false;
    const rest = letters.slice(at + 1);
    return term.startsWith(rest, at + 1) || term.startsWith(rest, at) || term.startsWith(letters.slice(at), at + 1)
      || (letters[at] === term[at + 1] && letters[at + 1] === term[at] && term.startsWith(letters.slice(at + 2), at + 2));
  }

  // How far an entry is from what was asked: 0 is the name itself; null if it is something else.
  function distance(entry, query) {
    const names = [entry[1], entry[4]].filter(Boolean).map((name) => suffixes(parts(name)));
    const best = (test) => {
      const found = names.flatMap((terms) => terms.map((term, at) => test(term, at)));
      return Math.min(...found.filter((rank) => rank !== null));
    };
    const { letters } = query;
    let rank = best((term, at) => (term === letters ? Math.min(at, 1) : term.startsWith(letters) ? (at === 0 ? 2 : 3) : null));
    if (rank === Infinity && query.words.length > 1) {
      const all = [...names.flat(), ...suffixes(parts(entry[2]))];
      if (query.words.every((word) => all.some((term) => term.startsWith(word)))) rank = 4;
    }
    // In a large site a field leads to the dictionary, which does not say in what it stands: its own name is the last word.
    if (rank === Infinity && query.words.length > 1 && names.flat().some((term) => term.startsWith(query.words.at(-1)))) rank = GUESS;
    if (rank === Infinity && letters.length > 2) rank = best((term, at) => (isNear(letters, term) ? (at === 0 ? GUESS : GUESS + 1) : null));
    return rank === Infinity ? null : rank;
  }

  // The numbers of the shards that hold what begins with these letters.
  function span(index, letters) {
    const count = (test) => {
      let [low, high] = [0, index.shards.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (test(index.shards[middle])) low = middle + 1;
        else high = middle;
      }
      return low;
    };
    const first = Math.max(0, count((begin) => begin < letters) - 1);
    const end = count((begin) => begin < letters || begin.startsWith(letters));
    return Array.from({ length: end - first }, (_, at) => first + at);
  }

  // The files to look into for some letters: a few shards, or the one that has the digest of more.
  function places(index, letters) {
    const short = [...letters].slice(0, LONGEST).join("");
    const shards = span(index, short);
    if (shards.length <= FETCHED) return shards.map(String);
    const pack = index.digests.findIndex((digested) => digested.some((digest) => digest.startsWith(short)));
    return pack < 0 ? shards.slice(0, FETCHED).map(String) : [`d${pack}`];
  }

  // What a file holds for some letters: the entries of a shard, or the digest of those letters.
  function held(index, name, content, letters) {
    if (!name.startsWith("d")) return { entries: content };
    const short = [...letters].slice(0, LONGEST).join("");
    const digest = content[index.digests[Number(name.slice(1))].findIndex((digested) => digested.startsWith(short))];
    return digest ?? { entries: content.flatMap(({ entries }) => entries) };
  }

  // The files in which a mistyped name may be: what most of the likely words lead to.
  function guesses(index, letters) {
    const votes = new Map();
    const vote = (word, weight) => places(index, word).forEach((file) => votes.set(file, (votes.get(file) ?? 0) + weight));
    for (let at = 2; at < letters.length; at += 1) {
      const [head, tail] = [letters.slice(0, at), letters.slice(at + 1)];
      vote(head + tail, 30);
      if (tail) vote(head + tail[0] + letters[at] + tail.slice(1), 60);
      for (const other of "abcdefghijklmnopqrstuvwxyz0123456789") {
        vote(head + other + tail, 1);
        vote(head + other + letters.slice(at), 1);
      }
    }
    return [...votes].sort((a, b) => b[1] - a[1]).map(([file]) => file);
  }

  // Links to the page of a folder stand without that page's name in the index, as src/search/entry.rs writes them.
  const whole = (href) => href.replace(/^([^#]*\/)(?=#|$)/, "$1index.html");

  // What is found: entries with their distance, each once, and how many there are of a kind where that is known.
  async function find(text) {
    const index = await load("index");
    const words = parts(text);
    const query = { words, letters: words.join("") };
    const found = new Map();
    const counts = {};
    const read = new Set();
    async function look(wanted) {
      const names = wanted.filter((name) => !read.has(name)).slice(0, READ - read.size);
      names.forEach((name) => read.add(name));
      const contents = await Promise.all(names.map(load));
      contents.forEach((content, at) => {
        const { entries, counts: known } = held(index, names[at], content, query.letters);
        for (const entry of entries) {
          const rank = distance(entry, query);
          if (rank !== null) found.set(entry.join("\n"), { entry, rank });
        }
        if (names.length === 1) Object.assign(counts, known);
      });
    }
    if (!query.letters) return { groups: [], total: 0 };
    await look(places(index, query.letters));
    if (found.size < ENOUGH && words.length > 1) {
      const longest = [...words].sort((a, b) => b.length - a.length).slice(0, ENOUGH);
      await look([...new Set(longest.flatMap((word) => places(index, word)))]);
    }
    if (found.size < ENOUGH && query.letters.length > 2) await look(guesses(index, query.letters));
    // Guesses are for those who find nothing else.
    const sure = [...found.values()].filter(({ rank }) => rank < GUESS);
    const kept = sure.length < ENOUGH ? [...found.values()] : sure;
    return { groups: grouped(index, kept, counts), total: kept.length };
  }

  // How good a result is, for the order of groups: the name itself, a name that begins so, other words of it, a guess.
  const merit = ({ rank }) => [0, 1, 1, 1, 2, 3, 3][rank];

  // By kind, the group with the best result first.
  function grouped(index, found, counts) {
    const groups = new Map();
    for (const { entry, rank } of found) {
      if (!groups.has(entry[0])) groups.set(entry[0], []);
      groups.get(entry[0]).push({ entry, rank });
    }
    const order = (a, b) => a.rank - b.rank || a.entry[1].length - b.entry[1].length || (a.entry[1] < b.entry[1] ? -1 : a.entry[1] > b.entry[1] ? 1 : 0);
    const sorted = [...groups].map(([kind, results]) => {
      results.sort(order);
      const shown = results.slice(0, groups.size > 1 ? SHOWN : ALONE);
      return { kind, label: index.kinds[kind], results: shown, count: Math.max(counts[kind] ?? 0, results.length) };
    });
    return sorted.sort((a, b) => merit(a.results[0]) - merit(b.results[0]) || a.kind - b.kind);
  }

  function make(name, attributes, ...children) {
    const node = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
    node.append(...children);
    return node;
  }

  const input = make("input", {
    // Of type `search`, the first Escape would only empty it.
    type: "text", enterkeyhint: "search", role: "combobox", "aria-label": "Search", "aria-autocomplete": "list", "aria-controls": "search-results", "aria-expanded": "false",
    autocomplete: "off", autocapitalize: "off", spellcheck: "false", placeholder: "Types, fields, values, channels …",
  });
  // The page may know what its readers look for.
  input.value = document.querySelector("[data-search]")?.dataset.search ?? "";
  const close = make("button", { type: "button" }, "Close");
  const list = make("div", { id: "search-results", role: "listbox", "aria-label": "Results", hidden: "" });
  const status = make("p", { role: "status", class: "note" });
  const without = make("p", { class: "note", hidden: "" });
  const keys = make("p", { class: "keys" }, "Arrow keys choose, Enter opens, Escape closes.");
  const dialog = make("dialog", { class: "search scripted", "aria-label": "Search" }, make("div", { class: "bar" }, input, close), list, status, without, keys);
  document.body.append(dialog);

  let options = [];
  let chosen = -1;

  function choose(at) {
    options[chosen]?.setAttribute("aria-selected", "false");
    chosen = at;
    const option = options[chosen];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  // Names come from anywhere, so they are set as text, and each keeps its direction to itself.
  function option(entry) {
    const [, title, context, href] = entry;
    const link = make("a", { role: "option", id: `search-${options.length}`, "aria-selected": "false", tabindex: "-1", href: new URL(whole(href), ROOT).href });
    link.append(make("bdi", { class: "name" }, title));
    if (context) link.append(" ", make("bdi", { class: "note" }, context));
    options.push(link);
    return link;
  }

  function show({ groups, total }, text) {
    options = [];
    list.dataset.for = text;
    const nodes = groups.map(({ kind, label, results, count }) => {
      const more = count > results.length ? `${label}, ${results.length} of ${count}` : label;
      const heading = make("div", { class: "group", id: `search-kind-${kind}`, role: "presentation" }, more);
      return make("div", { role: "group", "aria-labelledby": heading.id }, heading, ...results.map(({ entry }) => option(entry)));
    });
    list.replaceChildren(...nodes);
    list.hidden = options.length === 0;
    input.setAttribute("aria-expanded", String(options.length > 0));
    status.textContent = total ? `${total} ${total === 1 ? "result" : "results"}` : input.value.trim() ? "Nothing is called like that." : "";
    choose(0);
    list.scrollTop = 0;
  }

  let asked = 0;
  async function ask() {
    const number = ++asked;
    try {
      const text = input.value;
      const found = await find(text);
      if (number === asked) show(found, text);
    } catch (error) {
      if (number !== asked) return;
      show({ groups: [], total: 0 }, "");
      status.textContent = `The index can't be read: ${error.message}`;
    }
  }

  input.addEventListener("input", ask);
  input.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && options.length) {
      choose((chosen + steps[event.key] + options.length) % options.length);
    } else if (event.key === "Enter" && options[chosen] && !event.isComposing) {
      options[chosen].click();
    } else {
      return;
    }
    event.preventDefault();
  });
  list.addEventListener("click", (event) => event.target.closest("a") && dialog.close());
  close.addEventListener("click", () => dialog.close());
  // Only the backdrop is the dialog itself.
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());

  function open() {
    if (!dialog.open) dialog.showModal();
    input.select();
    load("index").then((index) => {
      without.textContent = index.without ?? "";
      without.hidden = !index.without;
    }, () => {});
    ask();
  }
  document.addEventListener("schemabook-search", open);
  // Seen without its style, the dialog would jump.
  const style = make("link", { rel: "stylesheet", href: STYLE.href });
  style.onload = style.onerror = open;
  document.head.append(style);
})();
