"use strict";
// The review page: a list of articles; of the open one its text, what was found, and what somebody makes of it.
(() => {
  const { make, foreign, byId, plural, calm } = frame;
  const { clean } = article;
  const { workOn, item, all, alive, acceptRest, blank } = work;
  const data = frame.data;

  // ---- what somebody makes of the findings ----

  const stories = data.stories.map((one, order) => ({ ...one, order, work: null, blob: null, isDirty: false, revision: one.revision || null }));

  const list = articles.makeList(stories, (order) => open(order, true));

  // ---- the open article ----

  let desk = null;
  let selected = null;

  function open(order, isFocused = false) {
    if (!stories[order]) return;
    list.select(order);
    drawDesk(stories[order]);
    document.title = `${articles.titleOf(stories[order])}: review`;
    if (isFocused) { byId("desk").focus({ preventScroll: true }); byId("desk").scrollIntoView({ block: "start" }); }
  }

  function drawDesk(story) {
    selected = null;
    desk = { story, board: null, editing: null };
    const info = story.result.article;
    const facts = [info.published ? cards.sayDate(String(info.published).slice(0, 10)) : "date of publication not known", info.publisher, info.source_agency].filter(Boolean).map(clean);
    byId("desk").replaceChildren(
      make("header", { class: "story" }, make("h1", { dir: "auto" }, articles.titleOf(story)), make("p", { class: "facts-line" }, facts.map((one) => make("span", null, foreign(one))), drawAddress(info.url), make("span", { class: "id" }, foreign(clean(info.id))))),
      drawNotices(story),
      make("section", { class: "source", "aria-label": "Article" }, make("div", { id: "legend" }), make("div", { id: "pane" }), make("div", { id: "picked", role: "status" })),
      make("section", { class: "findings", "aria-label": "Findings" }, make("div", { id: "findings" })));
    drawArticle();
    drawFindings();
  }

  function drawAddress(url) {
    if (!url) return "";
    return /^https?:\/\//i.test(url) ? make("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, clean(url)) : make("span", null, foreign(clean(url)));
  }

  function drawNotices(story) {
    const { result } = story;
    const lines = [];
    if (result.error) lines.push(["bad", `Failed (${result.error.kind}): ${clean(result.error.message)}`]);
    if (result.status === "partial") lines.push(["odd", "Some of what the engine said was refused; it stands below with the reason."]);
    if (result.status === "no_events") lines.push(["even", "The engine found no event in this article."]);
    if (story.text === null) lines.push(["odd", "The article’s text is not at hand: only its quotes are shown. Name its file with --articles to see the whole, and to add findings."]);
    for (const warning of result.warnings || []) lines.push(["odd", clean(warning)]);
    return lines.length ? make("ul", { class: "notices" }, lines.map(([tone, words]) => make("li", { class: tone }, foreign(words)))) : "";
  }

  // The article

  function listSpans(story) {
    const { layout } = desk;
    const spans = [];
    const add = (owner, kind, evidence) => {
      if (!evidence) return;
      const [start, end] = [layout.place(evidence.start), layout.place(evidence.end)];
      if (start !== null && end !== null && start < end) spans.push({ key: owner.id, label: owner.label, kind, start, end });
    };
    for (const point of alive(workOn(story).points)) point.value.evidence.forEach((one) => add(point, "point", one));
    for (const event of alive(workOn(story).events)) {
      const { evidence, date, location, figures, claims } = event.value;
      const inside = (words, own) => article.findInside([...(own || []), ...evidence], words);
      evidence.forEach((one) => add(event, "event", one));
      if (date) add(event, "when", inside(date.expressed));
      if (location) add(event, "where", inside(location.text));
      (figures || []).forEach((one) => add(event, "figure", inside(one.text, one.evidence)));
      (claims || []).forEach((one) => { add(event, "claim", inside(one.claimant.text, one.evidence)); add(event, "claim", inside(one.cue, one.evidence)); });
    }
    return spans;
  }

  function drawArticle() {
    const { story } = desk;
    const before = desk.board;
    desk.layout ??= article.layOut(story.text === null ? article.joinQuotes(listEvidence(story.result)) : [{ start: 0, text: story.text, isWhole: true }]);
    desk.board = article.drawPane({ layout: desk.layout, spans: listSpans(story), segments: story.text === null ? [] : story.segments, onPick: pick });
    if (before) desk.board.kinds = before.kinds;
    const scrolled = before ? before.pane.scrollTop : 0;
    byId("pane").replaceChildren(desk.board.pane);
    desk.board.pane.scrollTop = scrolled;
    desk.board.pane.addEventListener("mouseleave", () => light([]));
    drawLegend();
    article.paint(desk.board);
  }

  function listEvidence(result) {
    const of = (one) => one.evidence || [];
    return [...result.key_points.flatMap(of), ...result.events.flatMap((event) => [...of(event), ...(event.figures || []).flatMap(of), ...(event.claims || []).flatMap(of), ...(event.links || []).flatMap(of)])];
  }

  function drawLegend() {
    const used = new Set(desk.board.marks.flatMap((mark) => mark.spans.map((span) => span.kind)));
    byId("legend").replaceChildren(make("fieldset", { class: "legend" }, make("legend", { class: "unseen" }, "Marks shown"),
      Object.entries(article.KINDS).filter(([kind]) => used.has(kind)).map(([kind, title]) => make("label", null, make("input", { type: "checkbox", checked: desk.board.kinds.has(kind), "data-kind": kind, change: (event) => {
        if (event.target.checked) desk.board.kinds.add(kind);
        else desk.board.kinds.delete(kind);
        article.paint(desk.board);
      } }), make("span", { class: `k-${kind}` }, title)))));
  }

  /** Lights up marks and items together. */
  function light(ids) {
    if (!desk || !desk.board) return;
    article.light(desk.board, ids);
    byId("findings").querySelectorAll("[data-item]").forEach((one) => one.classList.toggle("is-on", ids.includes(one.dataset.item)));
  }

  function pick(ids, how) {
    light(ids);
    if (how === "hover") return;
    const card = findCard(ids[0]);
    if (card) card.scrollIntoView({ block: "nearest", behavior: calm() });
  }

  const findCard = (id) => byId("findings").querySelector(`.card[data-item="${CSS.escape(id)}"], form[data-item="${CSS.escape(id)}"]`);

  function jump(id) {
    const card = findCard(id);
    if (!card) return;
    card.scrollIntoView({ block: "start", behavior: calm() });
    card.focus({ preventScroll: true });
  }

  const tools = {
    light,
    jump,
    seek: (id) => { light([id]); article.seek(desk.board, id, true); },
    drawJump(eventId) {
      const found = workOn(desk.story).events.find((one) => one.value.id === eventId);
      return found ? make("button", { class: "link", type: "button", click: () => jump(found.id) }, found.label) : make("span", null, clean(eventId));
    },
    drawButtons(one) {
      const button = (name, act, glyph) => make("button", { class: "plain small", type: "button", "data-act": name, "aria-label": `${name} ${one.label}`, click: act }, make("span", { "aria-hidden": "true" }, `${glyph} `), name);
      if (one.state === "deleted") return make("span", { class: "acts" }, button("Restore", () => set(one, one.before || "open"), "\u21BA"));
      const isJudged = one.state !== "open";
      return make("span", { class: "acts" }, isJudged ? "" : button("Accept", () => set(one, "accepted"), "\u2713"), button("Edit", () => edit(one), "\u270E"), button("Delete", () => set(one, "deleted"), "\u2715"));
    },
  };

  // Findings

  function drawFindings() {
    const { story } = desk;
    const { points, events } = workOn(story);
    const living = alive(events);
    const section = (id, title, note, ...inside) => make("section", { id, class: "part" }, make("div", { class: "heading" }, make("h2", null, title), note ? make("p", null, note) : ""), ...inside);
    const rejected = story.result.rejected || [];
    byId("findings").replaceChildren(
      drawVerdict(),
      section("points", "Key points", "", points.length ? points.map(drawItem) : make("p", { class: "even" }, "None."), drawAdd("point")),
      section("timeline", "Timeline", living.length ? "Distances are shortened: they grow with the logarithm of the days between." : "", ...cards.drawTimeline(living, story.result.article.published, tools)),
      section("events", "Events", "", events.length ? events.map(drawItem) : make("p", { class: "even" }, "None."), drawAdd("event")),
      section("figures", "Figures side by side", "", cards.drawFigures(living, tools)),
      section("claims", "Who says what", "", cards.drawClaims(living, tools)),
      rejected.length ? section("rejected", "Refused", "What the engine said and the article does not bear out.", make("ul", { class: "rejected" }, rejected.map((one) => make("li", null, make("code", null, clean(one.reason)), ` ${one.kind.replaceAll("_", " ")}: `, make("q", null, foreign(clean(one.text))))))) : "",
      section("made", "How this was made", "", drawMade(story)));
    list.redrawRow(story);
  }

  function drawItem(one) {
    if (desk.editing === one) return drawForm(one);
    const card = one.kind === "point" ? cards.drawPoint(one, tools) : cards.drawEvent(one, tools);
    card.addEventListener("mouseenter", () => { light([one.id]); article.seek(desk.board, one.id, false); });
    card.addEventListener("mouseleave", () => { if (!card.contains(document.activeElement)) light([]); });
    card.addEventListener("focusin", () => { light([one.id]); article.seek(desk.board, one.id, false); });
    return card;
  }

  function drawForm(one) {
    const form = forms.draw(one, {
      kind: one.kind,
      selected: readSelected,
      check: (value) => (one.kind === "point" ? gold.checkPoint(value) : gold.checkEvent(value, desk.story, data.codes.modes)),
      done(value) {
        desk.editing = null;
        if (value === null) {
          if (one.isNew) drop(one);
          return renew(one);
        }
        one.value = value;
        one.isNew = false;
        set(one, one.state === "added" ? "added" : "edited");
      },
    });
    form.dataset.item = one.id;
    form.tabIndex = -1;
    return form;
  }

  function drawAdd(kind) {
    if (desk.story.text === null) return "";
    return make("button", { class: "plain", type: "button", "data-act": `Add ${kind}`, click: () => add(kind) }, kind === "point" ? "Add a key point" : "Add an event");
  }

  function drawMade(story) {
    const { provenance: made, usage } = story.result;
    const facts = { Engine: made.engine, Model: made.model, Mode: made.mode, Prompt: made.prompt, Version: made.library_version, Made: String(made.created_at).slice(0, 19).replace("T", " "), Replayed: made.replayed ? "yes" : "",
      Requests: usage.requests || "", Tokens: usage.prompt_tokens ? `${usage.prompt_tokens.toLocaleString("en")} in, ${usage.completion_tokens.toLocaleString("en")} out` : "", Cost: usage.cost_usd ? `US$ ${usage.cost_usd.toFixed(4)}` : "", "Read from": story.source };
    return make("dl", { class: "facts made" }, Object.entries(facts).filter(([, value]) => value).map(([title, value]) => make("div", null, make("dt", null, title), make("dd", null, foreign(clean(value))))));
  }

  // ---- judging ----

  function set(one, next) {
    if (next === "deleted") one.before = one.state;
    one.state = next;
    desk.story.isDirty = true;
    renew(one);
  }

  function renew(one) {
    drawArticle();
    drawFindings();
    if (!one) return;
    const card = findCard(one.id);
    if (card) card.focus({ preventScroll: true });
    light([one.id]);
  }

  function edit(one) {
    desk.editing = one;
    drawFindings();
    const form = findCard(one.id);
    form.scrollIntoView({ block: "nearest", behavior: calm() });
    const first = form.querySelector("input, textarea, select");
    if (first) first.focus({ preventScroll: true });
  }

  function add(kind) {
    const items = kind === "point" ? workOn(desk.story).points : workOn(desk.story).events;
    const number = Math.max(0, ...items.map((one) => one.number)) + 1;
    const one = item(desk.story, kind, number, blank[kind](`${kind === "point" ? "k" : "g"}${number}`, readSelected()), "added");
    one.isNew = true;
    items.push(one);
    edit(one);
  }

  function drop(one) {
    const { work: kept } = desk.story;
    kept.points = kept.points.filter((each) => each !== one);
    kept.events = kept.events.filter((each) => each !== one);
  }

  // What is selected stays selected for the form, though the focus has left the article.

  document.addEventListener("selectionchange", () => {
    if (!desk || !desk.board || desk.story.text === null) return;
    const anchor = getSelection().anchorNode;
    if (!anchor || !desk.board.pane.contains(anchor)) return;
    selected = article.readSelection(desk.board);
    drawPicked();
  });

  const readSelected = () => selected;

  function drawPicked() {
    const box = byId("picked");
    if (!box) return;
    if (!selected) return box.replaceChildren();
    const words = clean(selected.quote);
    box.replaceChildren(make("q", { dir: "auto" }, words.length > 90 ? `${words.slice(0, 88)}…` : words), make("span", { class: "even" }, ` ${selected.start}–${selected.end} `),
      ...(desk.editing ? [make("span", { class: "even" }, "selected for the form")] : [make("button", { class: "plain small", click: () => add("point") }, "New key point"), make("button", { class: "plain small", click: () => add("event") }, "New event")]));
  }

  // ---- keeping ----

  function drawVerdict() {
    const { story } = desk;
    const items = all(story);
    const open = items.filter((one) => one.state === "open").length;
    const isServed = Boolean(data.saving);
    const message = make("p", { id: "kept", role: "status" }, story.isDirty ? "Not kept yet." : story.keptAt || "");
    const keep = make("button", { class: "plain strong", id: "keep", click: () => ask(story) }, isServed ? "Save as gold" : "Download gold.json");
    return make("div", { class: "verdict" },
      make("p", null, items.length ? open ? `${open} of ${items.length} not judged yet.` : `All ${items.length} judged.` : "Nothing was found."),
      make("div", { class: "buttons" }, keep,
        open ? make("button", { class: "plain", id: "accept-rest", click: () => { acceptRest(story); renew(null); } }, "Accept the rest") : "",
        !isServed && story.text !== null ? make("button", { class: "plain", id: "article-txt", click: () => download("article.txt", story.text) }, "article.txt") : ""),
      make("div", { id: "asked" }), message);
  }

  /** Keeps at once where all is judged and well; else says what is not, and asks. */
  function ask(story) {
    const open = all(story).filter((one) => one.state === "open");
    const wrong = listWrong(story);
    const box = byId("asked");
    if (!open.length && !wrong.length) return keepGold(story);
    const choices = open.length
      ? [make("button", { class: "plain", id: "keep-all", click: () => { acceptRest(story); keepGold(story); } }, "Accept them and keep"), make("button", { class: "plain", id: "keep-judged", click: () => keepGold(story) }, "Leave them out and keep")]
      : [make("button", { class: "plain", id: "keep-anyway", click: () => keepGold(story) }, "Keep it all the same")];
    box.replaceChildren(make("div", { class: "asked", role: "group", "aria-label": "Before it is kept" },
      open.length ? make("p", null, `${plural(open.length, "finding is", "findings are")} not judged.`) : "",
      wrong.length ? make("p", null, "Not yet gold:") : "",
      wrong.length ? make("ul", null, wrong.map(([one, what]) => make("li", null, make("button", { class: "link", click: () => edit(one) }, one.label), ` ${what}`))) : "",
      make("div", { class: "buttons" }, choices)));
    box.querySelector("button").focus();
  }

  function listWrong(story) {
    const { points, events } = workOn(story);
    const lines = (items, check) => alive(items).flatMap((one) => [...check(one.value)].map(([, what]) => [one, what]));
    return [...lines(points, gold.checkPoint), ...lines(events, (value) => gold.checkEvent(value, story, data.codes.modes))];
  }

  function makeGold(story) {
    const { points, events } = workOn(story);
    const judged = (items) => items.filter((one) => one.state !== "deleted" && one.state !== "open").map((one) => one.value);
    return gold.makeDocument(story, { annotator: data.annotator, points: judged(points), events: judged(events), saved: story.saved });
  }

  async function keepGold(story) {
    const document = makeGold(story);
    if (!data.saving) {
      download("gold.json", gold.write(document));
      story.isDirty = false;
      story.keptAt = `gold.json is for a folder named ${story.folder}, with article.txt beside it.`;
      return drawFindings();
    }
    const box = byId("kept");
    box.textContent = "Saving…";
    try {
      const answer = await fetch(data.saving.address, { method: "POST", headers: { "Content-Type": "application/json", [data.saving.header]: data.saving.token }, body: JSON.stringify({ id: story.folder, revision: story.revision, gold: document }) });
      const told = await answer.json().catch(() => ({}));
      if (!answer.ok) throw new Error(told.error || `the server answered ${answer.status}`);
      story.revision = told.revision;
      story.saved = document;
      story.isDirty = false;
      story.keptAt = `Saved in ${story.folder}.`;
      if (desk.story === story) drawFindings();
    } catch (error) {
      byId("kept").replaceChildren(`Not saved: ${clean(error.message)}. What you did is still here. `,
        make("button", { class: "link", id: "rescue", click: () => download("gold.json", gold.write(document)) }, "Download it"));
    }
  }

  function download(name, words) {
    const link = make("a", { download: name, href: URL.createObjectURL(new Blob([words], { type: "text/plain;charset=utf-8" })) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  addEventListener("beforeunload", (event) => {
    if (stories.some((story) => story.isDirty)) event.preventDefault();
  });

  // ---- address and keys ----

  function steer(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && list.leaveSearch(event.target)) return;
    if (event.target.closest("input, textarea, select, form")) return;
    const card = event.target.closest(".card");
    const one = card && all(desk.story).find((each) => each.id === card.dataset.item);
    const acts = { a: () => set(one, "accepted"), e: () => edit(one), x: () => set(one, "deleted") };
    if (one && event.key in acts && one.state !== "deleted") { event.preventDefault(); return acts[event.key](); }
    if (event.key === "/") { event.preventDefault(); list.focusSearch(); }
    if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
    if (event.key === "n" || event.key === "p") stepCard(event.key === "n" ? 1 : -1, card);
  }

  function step(by) {
    const next = list.findNext(by);
    if (!next) return;
    open(next.order, true);
    list.reveal(next);
  }

  function stepCard(by, card) {
    const list = [...byId("findings").querySelectorAll(".card")];
    const next = list[card ? list.indexOf(card) + by : 0];
    if (next) { next.focus({ preventScroll: true }); next.scrollIntoView({ block: "nearest", behavior: calm() }); }
  }

  function drawKeys() {
    const keys = [["n p", "next, previous finding"], ["a", "accept"], ["e", "edit"], ["x", "delete"], ...(stories.length > 1 ? [["j k", "next, previous article"], ["/", "search"]] : [])];
    byId("keys").append(...keys.map(([key, what]) => make("span", null, key.split(" ").map((one) => [make("kbd", null, one), " "]).flat(), what)));
  }

  list.readAddress();
  drawKeys();
  if (stories.length > 1) list.draw();
  else byId("list").remove();
  document.body.classList.toggle("is-single", stories.length < 2);
  if (stories.length) open(list.findOpen());
  else byId("desk").append(make("p", { class: "empty" }, "There are no results in what was given."));
  document.addEventListener("keydown", steer);
  byId("errors").replaceChildren(...data.errors.map((line) => make("li", null, foreign(clean(line)))));
  byId("errors").hidden = !data.errors.length;
})();
