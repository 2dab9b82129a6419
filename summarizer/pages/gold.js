"use strict";
// Findings that somebody has judged -> gold, in the form that `summarizer eval lint` reads.
const gold = (() => {
  const PARTY = "text accept name kind kind_accept role organisation country country_accept sector sector_accept optional".split(" ");
  const SPAN = ["quote", "start", "end"];
  const FIELDS = {
    party: PARTY,
    point: "id text accept weight optional must supported_by_body events evidence".split(" "),
    event: ("id label optional must type type_accept modes modes_accept contexts contexts_accept trigger symmetric actors recipients target "
      + "location date figures claims realis realis_accept certainty certainty_accept salience salience_accept links evidence").split(" "),
    target: "text accept described_by optional".split(" "),
    location: "text accept place place_accept admin1 country country_accept precision precision_accept basis optional".split(" "),
    date: "expressed expressed_accept edtf edtf_accept granularity basis anchor optional".split(" "),
    figure: ("measure measure_accept low best high qualifier qualifier_accept text group subset_of status status_accept claimants evidence optional").split(" "),
    claim: "claimant cue stance stance_accept about evidence optional".split(" "),
    link: "type type_accept target optional".split(" "),
  };

  const isGiven = (value) => value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && !value.length);
  const keep = (value, names) => Object.fromEntries(names.filter((name) => isGiven(value[name])).map((name) => [name, value[name]]));
  const party = (value) => keep(value, PARTY);
  const spans = (list) => (list || []).map((one) => keep(one, SPAN)).map((one) => ({ ...one, start: one.start || 0 }));

  // ---- one item ----

  /** Returns a key point as gold has it. */
  function makePoint(value, story) {
    const point = keep(value, FIELDS.point);
    point.evidence = spans(value.evidence);
    point.weight = value.weight || 2;
    point.supported_by_body = point.evidence.some((one) => !stands(one, story.blocks));
    return point;
  }

  const stands = (span, blocks) => blocks.some(([start, end]) => start <= span.start && span.end <= end);

  /** Returns an event as gold has it; `known` are the ids of the events that stay. */
  function makeEvent(value, known) {
    const event = keep(value, FIELDS.event);
    if (event.certainty === "unknown") delete event.certainty;
    for (const side of ["actors", "recipients"]) if (event[side]) event[side] = event[side].map(party);
    if (event.target) {
      event.target = keep(value.target, FIELDS.target);
      if (event.target.described_by) event.target.described_by = party(event.target.described_by);
    }
    if (event.location) event.location = keep(value.location, FIELDS.location);
    if (event.date) {
      event.date = keep(value.date, FIELDS.date);
      const anchor = event.date.anchor;
      if (anchor && anchor !== "publication" && !known.has(anchor)) delete event.date.anchor;
    }
    if (event.figures) event.figures = event.figures.map(makeFigure);
    if (event.claims) event.claims = event.claims.map(makeClaim);
    if (event.links) event.links = event.links.filter((one) => known.has(one.target)).map((one) => keep(one, FIELDS.link));
    event.evidence = spans(value.evidence);
    return event;
  }

  function makeFigure(value) {
    const figure = keep(value, FIELDS.figure);
    if (figure.claimants) figure.claimants = figure.claimants.map(party);
    return { ...figure, evidence: spans(value.evidence) };
  }

  function makeClaim(value) {
    return { ...keep(value, FIELDS.claim), claimant: party(value.claimant), evidence: spans(value.evidence) };
  }

  // ---- the document ----

  /** Returns all that was judged as one document; `saved` is gold that was there before. */
  function makeDocument(story, { annotator, points, events, saved, notes }) {
    const info = story.result.article;
    const known = new Set(events.map((one) => one.id));
    const text = story.text || "";
    const own = {
      title: info.title && !text.includes(info.title) ? info.title : null, published: info.published, publisher: info.publisher,
      source_agency: info.source_agency, url: info.url, language: info.language || "en", chars: info.chars, sha256: info.sha256,
    };
    const before = saved || {};
    return {
      format: "gold/1",
      id: story.folder,
      annotator: annotator || before.annotator || "a1",
      origin: before.origin || `corrected by hand from findings of ${nameEngine(story)}`,
      article: saved ? { ...before.article, chars: info.chars, sha256: info.sha256 } : keep(own, Object.keys(own)),
      ...(before.tags ? { tags: before.tags } : {}),
      ...(points.length ? {} : { has_key_points: before.has_key_points !== false && isGiven(before.key_points) }),
      key_points: points.map((one) => makePoint(one, story)),
      events: events.map((one) => makeEvent(one, known)),
      ...Object.fromEntries(["background", "traps", "editorial_key_points"].filter((name) => isGiven(before[name])).map((name) => [name, before[name]])),
      ...(notes || before.notes ? { notes: notes || before.notes } : {}),
    };
  }

  function nameEngine(story) {
    const { engine, model } = story.result.provenance;
    return model ? `${engine}, ${model}` : engine;
  }

  const write = (document) => JSON.stringify(document, null, 1) + "\n";

  // ---- what is wrong ----

  const FOLDED = [[/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]/g, ""], [/[\u2018\u2019\u201a\u201b\u2032]/g, "'"], [/[\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033]/g, '"'], [/[\u2010-\u2015\u2212]/g, "-"], [/\s+/g, " "]];
  const fold = (words) => FOLDED.reduce((text, [odd, plain]) => text.replace(odd, plain), words.normalize("NFKC").toLowerCase()).trim();

  const DAY = /^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?[~?%]?$/;

  /** Returns first and last day of an EDTF date, as numbers of days; null for no date. */
  function readEdtf(written) {
    const days = written.split("/").map(readDay);
    if (days.length > 2 || days.includes(null) || days[0][0] > days[days.length - 1][1]) return null;
    return [days[0][0], days[days.length - 1][1]];
  }

  function readDay(written) {
    const found = DAY.exec(written);
    if (!found) return null;
    const [year, month, day] = [Number(found[1]), Number(found[2] || 1), Number(found[3] || 1)];
    const start = new Date(Date.UTC(year, month - 1, day));
    if (start.getUTCFullYear() !== year || start.getUTCMonth() !== month - 1 || start.getUTCDate() !== day) return null;
    const end = found[3] ? start : new Date(Date.UTC(found[2] ? year : year + 1, found[2] ? month : 0, 0));
    return [start / 864e5, end / 864e5];
  }

  /** Returns how exact a date is. */
  function findGranularity(edtf) {
    if (!edtf) return "unknown";
    if (!edtf.includes("/")) return { 10: "day", 7: "month", 4: "year" }[edtf.replace(/[~?%]$/, "").length] || "unknown";
    const days = readEdtf(edtf);
    const length = days ? days[1] - days[0] + 1 : 0;
    return length <= 7 ? "week" : length <= 31 ? "month" : "year";
  }

  const isIn = (story, words) => {
    if (story.text === null) return true;
    story.folded ??= fold(story.text);
    return story.folded.includes(fold(words));
  };

  /** Yields what keeps a key point from being gold: [field, what to do]. */
  function* checkPoint(value) {
    const text = (value.text || "").trim();
    if (!text) yield ["text", "Write a sentence."];
    if (/^[-•*]/.test(text)) yield ["text", "Leave out the bullet."];
    if (text.split(/\s+/).length > 35) yield ["text", "Over 35 words; shorten it."];
    if (!(value.evidence || []).length) yield ["evidence", "Select words of the article that say so."];
  }

  /** Yields what keeps an event from being gold: [field, what to do]. */
  function* checkEvent(value, story, modes) {
    if (!(value.evidence || []).length) yield ["evidence", "Select words of the article that tell of it."];
    for (const mode of value.modes || []) if (!(modes[value.type] || []).includes(mode)) yield ["modes", `${value.type} has no mode ${mode}.`];
    for (const [field, words] of listWords(value)) {
      if (!isIn(story, words)) yield [field, `“${article.clean(words)}” does not stand in the article; use its own words.`];
    }
    const edtf = value.date && value.date.edtf;
    if (edtf && /^[0-9/~?%-]+$/.test(edtf) && !readEdtf(edtf)) yield ["date.edtf", `${article.clean(edtf)} is no day of the calendar; write YYYY-MM-DD, YYYY-MM, YYYY, or two with a / between.`];
    else if (edtf && !/^[0-9X/~?%.[\]W-]+$/.test(edtf)) yield ["date.edtf", "Write YYYY-MM-DD, YYYY-MM, YYYY, or two with a / between."];
    yield* checkFigures(value.figures || []);
  }

  function* checkFigures(figures) {
    for (const [at, one] of figures.entries()) {
      const bounds = [one.low, one.best, one.high].filter((bound) => bound !== null && bound !== undefined);
      if (bounds.some((bound, index) => index && bound < bounds[index - 1])) yield [`figures[${at}].low`, "Low, best and high must not decrease."];
      if (bounds.some((bound) => !Number.isInteger(bound) || bound < 0)) yield [`figures[${at}].low`, "Whole numbers from 0."];
      const whole = one.subset_of;
      if (isGiven(whole) && (whole >= figures.length || whole === at)) yield [`figures[${at}].subset_of`, "Name another figure of this event."];
    }
  }

  /** Yields the words of an event that must stand in the article. */
  function* listWords(value) {
    const parties = (list, field) => (list || []).flatMap((one, at) => [[`${field}[${at}].text`, one.text], [`${field}[${at}].name`, one.name]]);
    const all = [
      ["trigger", value.trigger],
      ...parties(value.actors, "actors"), ...parties(value.recipients, "recipients"),
      ["target.text", value.target && value.target.text], ["location.text", value.location && value.location.text],
      ["date.expressed", value.date && value.date.expressed],
      ...(value.figures || []).flatMap((one, at) => [[`figures[${at}].text`, one.text], ...parties(one.claimants, `figures[${at}].claimants`)]),
      ...(value.claims || []).flatMap((one, at) => [[`claims[${at}].cue`, one.cue], ...parties([one.claimant], `claims[${at}].claimant`)]),
    ];
    for (const [field, words] of all) if (words) yield [field, words];
  }

  return { makeDocument, write, checkPoint, checkEvent, readEdtf, findGranularity, isGiven };
})();
