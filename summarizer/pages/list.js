"use strict";
// The list of articles: search, filters, and which one is open; kept in the address.
const articles = (() => {
  const { make, foreign, byId, plural } = frame;
  const { clean } = article;
  const STEP = 80; // rows drawn at once; more follow when the end of the list comes in sight
  const STATUSES = { ok: "found", no_events: "no events", partial: "partly refused", failed: "failed" };

  const titleOf = (story) => clean(story.result.article.title || story.headline || story.result.article.id);

  function read(story) {
    if (story.blob === null) {
      const { result } = story;
      const parties = result.events.flatMap((event) => [...cards.names(event.actors), ...cards.names(event.recipients), event.type, event.location ? event.location.text : ""]);
      story.blob = [titleOf(story), result.article.id, result.article.publisher, story.text, ...result.key_points.map((point) => point.text), ...parties].filter(Boolean).join("\n").toLocaleLowerCase();
    }
    return story.blob;
  }

  /** What a careful editor looks at first. */
  function findChecks(story) {
    if (story.checks) return story.checks;
    const { result } = story;
    const items = result.events.map((value) => ({ value }));
    story.checks = [
      cards.groupFigures(items).some((group) => group.rivals) ? "figures differ" : "",
      result.events.some((event) => event.date && !event.date.edtf) ? "date not resolved" : "",
      (result.rejected || []).length ? "items refused" : "",
      result.key_points.some((point) => (point.flags || []).length) ? "key point to check" : "",
      (result.warnings || []).length ? "warnings" : "",
      story.text === null ? "text not at hand" : "",
    ].filter(Boolean);
    return story.checks;
  }

  const FACETS = [
    { key: "review", title: "Review", values: (story) => [work.judge(story)] },
    { key: "status", title: "Status", values: (story) => [STATUSES[story.result.status]] },
    { key: "check", title: "To look at", values: findChecks },
    { key: "type", title: "Event type", values: (story) => [...new Set(story.result.events.map((event) => event.type))] },
    { key: "country", title: "Country", values: (story) => [...new Set(story.result.events.flatMap((event) => [event.location && event.location.country, ...[...(event.actors || []), ...(event.recipients || [])].map((party) => party.country)]))].filter(Boolean) },
  ];

  /** Returns the list of some articles; `onOpen` is told the order of one that is chosen. */
  function makeList(stories, onOpen) {
    const state = { query: "", chosen: new Map(), open: 0, shown: stories };
    const parts = {};

    const passes = (story, but) => FACETS.every((facet) => facet.key === but || !state.chosen.has(facet.key) || facet.values(story).includes(state.chosen.get(facet.key)));
    const isFound = (story) => state.query.toLocaleLowerCase().split(/\s+/).filter(Boolean).every((word) => read(story).includes(word));

    function draw() {
      parts.search = make("input", { type: "search", id: "search", autocomplete: "off", spellcheck: "false", placeholder: "Words of article or findings", input: () => { state.query = parts.search.value.trim(); refresh(); } });
      parts.count = make("p", { class: "count", role: "status" });
      parts.facets = make("div", { class: "facets" });
      parts.rows = make("ol", { class: "rows" });
      parts.more = make("button", { class: "plain wide", click: () => drawRows() });
      byId("list").append(make("div", { class: "tools" }, make("label", { for: "search" }, "Search"), parts.search, parts.facets, parts.count), parts.rows, parts.more);
      new IntersectionObserver((seen) => { if (seen.some((one) => one.isIntersecting)) drawRows(); }, { root: null, rootMargin: "300px" }).observe(parts.more);
      parts.search.value = state.query;
      refresh();
    }

    function drawFacets(found) {
      const focused = document.activeElement && document.activeElement.id;
      parts.facets.replaceChildren(...FACETS.map((facet) => {
        const counts = new Map();
        for (const story of found) if (passes(story, facet.key)) facet.values(story).forEach((value) => counts.set(value, (counts.get(value) || 0) + 1));
        const chosen = state.chosen.get(facet.key) || "";
        if (chosen && !counts.has(chosen)) counts.set(chosen, 0);
        if (counts.size < 2 && !chosen) return "";
        const values = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || a.localeCompare(b));
        const id = `facet-${facet.key}`;
        return make("label", { for: id }, make("span", null, facet.title), make("select", { id, change: (event) => {
          if (event.target.value) state.chosen.set(facet.key, event.target.value);
          else state.chosen.delete(facet.key);
          refresh();
        } }, make("option", { value: "" }, "any"), values.map((value) => make("option", { value, selected: value === chosen }, `${clean(value)} (${counts.get(value)})`))));
      }));
      if (focused && focused.startsWith("facet-") && byId(focused)) byId(focused).focus();
    }

    function refresh() {
      const found = stories.filter(isFound);
      state.shown = found.filter((story) => passes(story));
      drawFacets(found);
      const isAll = state.shown.length === stories.length;
      parts.count.replaceChildren(isAll ? plural(stories.length, "article") : `${state.shown.length.toLocaleString("en")} of ${plural(stories.length, "article")} `,
        isAll ? "" : make("button", { class: "link", click: () => { state.query = parts.search.value = ""; state.chosen.clear(); refresh(); parts.search.focus(); } }, "show all"));
      parts.rows.replaceChildren();
      drawRows();
      writeAddress();
    }

    function drawRows() {
      const done = parts.rows.children.length;
      parts.rows.append(...state.shown.slice(done, done + STEP).map(drawRow));
      const left = state.shown.length - parts.rows.children.length;
      parts.more.hidden = left <= 0;
      parts.more.textContent = `Show more (${left.toLocaleString("en")} left)`;
      if (!state.shown.length) parts.rows.append(make("li", { class: "empty" }, "No article fits."));
    }

    function drawRow(story) {
      const { result } = story;
      const isOpen = story.order === state.open;
      const about = [result.article.published ? cards.sayDate(String(result.article.published).slice(0, 10)) : "", result.events.length ? plural(result.events.length, "event") : STATUSES[result.status]].filter(Boolean);
      const reviewed = work.judge(story);
      return make("li", { class: isOpen ? "row is-open" : "row", "data-story": story.order },
        make("button", { "aria-current": isOpen ? "true" : null, click: () => onOpen(story.order) }, make("span", { class: "title" }, foreign(titleOf(story))),
          make("span", { class: "meta" }, about.join(" · "), findChecks(story).filter((one) => one === "figures differ" || one === "items refused").map((one) => make("span", { class: "flag odd" }, one)),
            reviewed === "reviewed" || reviewed === "begun" ? make("span", { class: reviewed === "reviewed" ? "flag fine" : "flag dull" }, reviewed) : "")));
    }

    function redrawRow(story) {
      const row = parts.rows && parts.rows.querySelector(`[data-story="${story.order}"]`);
      if (row) row.replaceWith(drawRow(story));
    }

    function readAddress() {
      const given = new URLSearchParams(location.hash.slice(1));
      state.query = given.get("q") || "";
      state.chosen = new Map(FACETS.map((facet) => [facet.key, given.get(facet.key)]).filter(([, value]) => value));
      const at = stories.findIndex((story) => story.folder === given.get("article"));
      state.open = Math.max(0, at);
    }

    function writeAddress() {
      const told = new URLSearchParams(state.chosen);
      if (state.query) told.set("q", state.query);
      if (stories.length > 1 && stories[state.open]) told.set("article", stories[state.open].folder);
      const hash = told.toString();
      try {
        history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
      } catch {
        location.hash = hash;
      }
    }

    /** Marks an article as the open one. */
    function select(order) {
      const before = stories[state.open];
      state.open = order;
      if (before) redrawRow(before);
      redrawRow(stories[order]);
      writeAddress();
    }

    function findNext(by) {
      return state.shown[state.shown.findIndex((story) => story.order === state.open) + by];
    }

    /** Draws rows down to an article, and brings its row into sight. */
    function reveal(story) {
      const find = () => parts.rows.querySelector(`[data-story="${story.order}"]`);
      while (!find() && parts.rows.children.length < state.shown.length) drawRows();
      if (find()) find().scrollIntoView({ block: "nearest" });
    }

    /** Empties the search when it is where a key was pressed; tells whether it was. */
    function leaveSearch(element) {
      if (!parts.search || element !== parts.search) return false;
      parts.search.value = state.query = "";
      refresh();
      return true;
    }

    function focusSearch() {
      if (parts.search) parts.search.focus();
    }

    return { draw, readAddress, redrawRow, select, findNext, reveal, leaveSearch, focusSearch, findOpen: () => state.open };
  }

  return { makeList, titleOf };
})();
