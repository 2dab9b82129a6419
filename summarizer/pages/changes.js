"use strict";
// The page of a difference: articles, what differs in each, before and after side by side.
(() => {
  const { make, foreign, hidden, byId, plural, calm } = frame;
  const data = frame.data;
  const STEP = 30; // articles drawn at once; more follow when the end of the list comes in sight
  const SIGNS = { changed: "~", new: "+", gone: "−" };
  const NAMES = { changed: "changed", new: "new", gone: "gone" };

  const state = { query: "", off: new Set(), field: "", shown: [], drawn: 0 };
  const parts = {};

  // ---- what passes ----

  const join = (pieces) => pieces.map(([, text]) => text).join("");

  function read(article) {
    if (article.blob === undefined) {
      const items = article.items.flatMap((item) => [item.said, item.what, item.key, ...item.rows.flatMap((row) => [row.label, join(row.before), join(row.after)])]);
      article.blob = [article.title, ...article.ids, ...article.facts, ...items].join("\n").toLocaleLowerCase();
    }
    return article.blob;
  }

  const passes = (item) => !state.off.has(item.kind) && (!state.field || item.rows.some((row) => row.field === state.field));
  const isFound = (article) => state.query.toLocaleLowerCase().split(/\s+/).filter(Boolean).every((word) => read(article).includes(word));
  const isShown = (article) => {
    if (!isFound(article)) return false;
    if (article.items.some(passes)) return true;
    return !article.items.length && !state.field && !state.off.has(article.kind);
  };

  // ---- tools ----

  function drawTools() {
    const items = data.articles.flatMap((article) => (article.items.length ? article.items : [article]));
    const tally = (kind) => items.filter((item) => item.kind === kind).length;
    const fields = [...new Set(items.flatMap((item) => (item.rows || []).map((row) => row.field)))].filter((field) => field !== "quote").sort();
    parts.search = make("input", { type: "search", id: "search", autocomplete: "off", spellcheck: "false", placeholder: "Words of headlines and changes", input: () => { state.query = parts.search.value.trim(); refresh(); } });
    parts.kinds = Object.keys(SIGNS).map((kind) => make("button", { type: "button", class: `is-${kind}`, "aria-pressed": "true", "data-kind": kind, click: () => toggle(kind) }, make("b", null, SIGNS[kind]), ` ${tally(kind).toLocaleString("en")} ${NAMES[kind]}`));
    parts.field = make("select", { id: "field", change: () => { state.field = parts.field.value; refresh(); } }, make("option", { value: "" }, "any field"), fields.map((field) => make("option", { value: field }, field)));
    parts.count = make("p", { class: "count", role: "status" });
    byId("tools").append(make("div", { class: "tools" },
      make("label", { for: "search", class: "unseen" }, "Search"), parts.search,
      make("div", { class: "kinds", role: "group", "aria-label": "Kinds of change" }, parts.kinds),
      make("label", { for: "field", class: "unseen" }, "Field"), parts.field, parts.count,
      make("p", { class: "keys" }, ...[["j", "next"], ["k", "back"], ["/", "search"]].map(([key, what]) => make("span", null, make("kbd", null, key), ` ${what}`)))));
  }

  function toggle(kind) {
    if (!state.off.delete(kind)) state.off.add(kind);
    parts.kinds.forEach((button) => button.setAttribute("aria-pressed", String(!state.off.has(button.dataset.kind))));
    refresh();
  }

  // ---- the list ----

  function refresh() {
    state.shown = data.articles.filter(isShown);
    state.drawn = 0;
    parts.count.textContent = state.shown.length === data.articles.length ? "" : `${plural(state.shown.length, "article")} shown`;
    parts.articles.replaceChildren();
    if (!state.shown.length) parts.articles.append(make("p", { class: "empty" }, data.articles.length ? "Nothing of this kind." : "No difference."));
    drawMore();
  }

  function drawMore() {
    const next = state.shown.slice(state.drawn, state.drawn + STEP);
    parts.articles.append(...next.map(drawArticle));
    state.drawn += next.length;
    parts.more.hidden = state.drawn >= state.shown.length;
    parts.more.textContent = `Show ${Math.min(STEP, state.shown.length - state.drawn)} more of ${(state.shown.length - state.drawn).toLocaleString("en")}`;
  }

  function drawArticle(article) {
    const flag = article.kind === "changed" ? "" : make("span", { class: `flag is-${article.kind}` }, `${article.kind} article`);
    return make("section", { class: "article" },
      make("h2", null, flag, foreign(article.title)),
      make("p", { class: "facts" }, make("span", { class: "id" }, foreign(article.ids.join(" → "))), article.facts.map((fact) => make("span", null, foreign(fact)))),
      make("div", { class: "columns", "aria-hidden": "true" }, make("span", null, ""), make("span", null, "Before"), make("span", null, "After")),
      article.items.filter(passes).map(drawItem));
  }

  function drawItem(item) {
    const sign = make("span", { class: `sign is-${item.kind}`, "aria-hidden": "true" }, SIGNS[item.kind]);
    return make("article", { class: `item is-${item.kind}${item.kind === "changed" ? "" : " is-whole"}`, tabindex: "-1" },
      make("h3", null, sign, hidden(`${NAMES[item.kind]} `), item.said ? foreign(item.said) : make("span", { class: "what" }, item.what), item.key ? make("span", { class: "key" }, `key ${item.key}`) : ""),
      item.rows.map(drawRow));
  }

  function drawRow(row) {
    return make("div", { class: `row${row.field === "quote" ? " is-quote" : ""}` },
      make("span", { class: "label" }, foreign(row.label)),
      drawSide("before", row.before), drawSide("after", row.after));
  }

  function drawSide(side, pieces) {
    const tags = { gone: "del", new: "ins" };
    const shown = pieces.map(([kind, text]) => (tags[kind] ? make(tags[kind], null, text) : text));
    return make("div", { class: `side${pieces.length ? "" : " is-none"}`, "data-side": side }, hidden(pieces.length ? `${side}: ` : `not ${side}`), pieces.length ? make("bdi", null, shown) : "");
  }

  // ---- keys ----

  function step(by) {
    const items = [...document.querySelectorAll(".item")];
    const at = items.indexOf(document.activeElement.closest(".item"));
    if (by > 0 && at === items.length - 1 && !parts.more.hidden) { drawMore(); step(by); return; }
    const next = items[at < 0 ? 0 : Math.max(0, Math.min(items.length - 1, at + by))];
    if (next) { next.focus({ preventScroll: true }); next.scrollIntoView({ block: "nearest", behavior: calm() }); }
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && event.target === parts.search) { parts.search.value = ""; state.query = ""; refresh(); parts.search.blur(); return; }
    if (event.target.closest("input, select, textarea")) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "/") { event.preventDefault(); parts.search.focus(); }
  });

  byId("summary").textContent = data.summary;
  byId("notes").append(...data.repeats.map((one) => make("li", null, foreign(one))));
  byId("notes").hidden = !data.repeats.length;
  drawTools();
  parts.articles = make("div", null);
  parts.more = make("button", { type: "button", class: "plain wide", click: () => drawMore() });
  byId("list").append(parts.articles, parts.more);
  refresh();
  new IntersectionObserver((seen) => { if (seen.some((one) => one.isIntersecting) && !parts.more.hidden) drawMore(); }, { rootMargin: "400px" }).observe(parts.more);
})();
