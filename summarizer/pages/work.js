"use strict";
// What somebody makes of the findings of an article: accepted, edited, deleted, added.
const work = (() => {
  const { clean } = article;

  const renumber = (id) => (id ? id.replace(/^e/, "g") : id);

  /** Returns what is judged of a story: its findings, or the gold that was saved of it before. */
  function workOn(story) {
    if (story.work) return story.work;
    const { saved, result } = story;
    const points = result.key_points.map((value, at) => item(story, "point", at + 1, { ...value, id: `k${at + 1}` }));
    const events = result.events.map((value) => item(story, "event", Number(value.id.slice(1)), adopt(value)));
    story.work = { points, events };
    if (saved) {
      story.work = { points: take(story, "point", saved.key_points || [], points), events: take(story, "event", saved.events || [], events) };
    }
    return story.work;
  }

  function adopt(value) {
    return {
      ...value,
      id: renumber(value.id),
      date: value.date ? { ...value.date, anchor: renumber(value.date.anchor) } : null,
      links: (value.links || []).map((link) => ({ ...link, target: renumber(link.target) })),
    };
  }

  function item(story, kind, number, value, state = "open") {
    const letter = kind === "point" ? "k" : "e";
    return { id: `s${story.order}-${letter}${number}`, label: `${letter}${number}`, kind, number, value, state, before: null };
  }

  /** Puts saved gold in the place of findings; findings that are not in it were deleted. */
  function take(story, kind, golds, found) {
    const start = (value) => (value.evidence && value.evidence.length ? value.evidence[0].start : null);
    const rest = [...found];
    const match = (fits) => {
      const at = rest.findIndex(({ value }) => fits(value));
      if (at >= 0) rest.splice(at, 1);
      return at >= 0;
    };
    const changed = golds.filter((saved) => !match((value) => start(value) === start(saved) && value.type === saved.type));
    changed.forEach((saved) => match((value) => start(value) === start(saved)));
    const kept = golds.map((value) => item(story, kind, Number(value.id.slice(1)), value, "accepted"));
    let number = Math.max(0, ...kept.map((one) => one.number));
    const gone = rest.map((one) => {
      number += 1;
      return item(story, kind, number, { ...one.value, id: `${kind === "point" ? "k" : "g"}${number}` }, "deleted");
    });
    return [...kept, ...gone];
  }

  const all = (story) => { const { points, events } = workOn(story); return [...points, ...events]; };
  const alive = (items) => items.filter((one) => one.state !== "deleted");
  const judge = (story) => {
    if (!story.work && !story.saved) return hasFindings(story) ? "to review" : "nothing found";
    const items = all(story);
    const open = items.filter((one) => one.state === "open").length;
    return !items.length ? "nothing found" : open === items.length ? "to review" : open ? "begun" : "reviewed";
  };
  const hasFindings = (story) => story.result.key_points.length + story.result.events.length > 0;

  function acceptRest(story) {
    for (const one of all(story)) if (one.state === "open") one.state = "accepted";
    story.isDirty = true;
  }

  const blank = {
    point: (id, evidence) => ({ id, text: evidence ? clean(evidence.quote) : "", weight: 2, evidence: evidence ? [evidence] : [] }),
    event: (id, evidence) => ({ id, type: "OTHER", modes: [], contexts: [], trigger: null, actors: [], recipients: [], target: null, location: null, date: null, figures: [], claims: [], links: [],
      realis: "actual", certainty: "unknown", salience: "secondary", evidence: evidence ? [evidence] : [] }),
  };

  return { workOn, item, all, alive, judge, acceptRest, blank };
})();
