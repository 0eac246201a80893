// Copyright 2026 The Breakwater Authors
// SPDX-License-Identifier: Apache-2.0
//
// Asks the API, which is another origin, and shows what it says. Everything is put into the page as text, never as markup.
"use strict";

const api = document.body.dataset.api;
const part = (id) => document.getElementById(id);
const names = new Map();
let waiting = 0;

function made(tag, text, className) {
  const node = document.createElement(tag);
  node.textContent = text;
  if (className) {
    node.className = className;
  }
  return node;
}

function say(text) {
  part("message").textContent = text;
  part("message").hidden = text === "";
}

// A structured field (RFC 9651) of which the server writes one item: "search";r=19;t=57
function member(header, name) {
  const found = new RegExp(";" + name + "=(\\d+)").exec(header ?? "");
  return found ? Number(found[1]) : null;
}

function showQuota(answer) {
  const left = member(answer.headers.get("RateLimit"), "r");
  const of = member(answer.headers.get("RateLimit-Policy"), "q");
  if (left !== null && of !== null) {
    part("quota").textContent = left + " of " + of + " searches left";
    part("quota").className = left <= of / 5 ? "low" : "";
  }
}

function wait(seconds) {
  window.clearInterval(waiting);
  let left = seconds;
  const tick = () => {
    part("go").disabled = left > 0;
    say(left > 0
      ? "Those were too many searches in a short time. The next one is possible in " + left + (left === 1 ? " second." : " seconds.")
      : "");
    if (left <= 0) {
      window.clearInterval(waiting);
    }
    left -= 1;
  };
  tick();
  waiting = window.setInterval(tick, 1000);
}

async function refused(answer) {
  const seconds = Number(answer.headers.get("Retry-After"));
  if (answer.status === 429 && seconds > 0) {
    wait(seconds);
    return;
  }
  const problem = await answer.json().catch(() => ({}));
  say([problem.detail ?? "The API answered " + answer.status + ".", ...(problem.errors ?? [])].join(" "));
}

function money(value) {
  return value === null ? "" : new Intl.NumberFormat("en", { style: "currency", currency: value.currency, maximumFractionDigits: 0 })
    .format(value.amount);
}

function item(notice) {
  const node = document.createElement("li");
  const heading = document.createElement("h2");
  if (notice.url === null) {
    heading.textContent = notice.heading;
  } else {
    const link = made("a", notice.heading);
    link.href = notice.url;
    link.rel = "noreferrer";
    heading.append(link);
  }
  const about = document.createElement("p");
  about.append(made("span", notice.status.toLowerCase(), "tag"));
  about.append(notice.buyers.join(", ") + " · " + notice.cpvCodes.map((code) => names.get(code) ?? code).join(", "));
  const when = made("p", "Published " + notice.published + (notice.deadline === null ? "" : ", tenders until " + notice.deadline));
  node.append(heading, about, when, made("p", money(notice.value), "money"));
  return node;
}

function show(found) {
  const known = found.source === "doffin" ? "" : " Doffin does not answer; this is as of " + found.asOf + ".";
  part("summary").textContent = found.total === 0
    ? "Nothing was found." + known
    : found.notices.length + " of " + found.total + " notices." + known;
  part("notices").replaceChildren(...found.notices.map(item));
}

async function search() {
  const query = new URLSearchParams();
  for (const id of ["q", "cpv", "status"]) {
    if (part(id).value.trim() !== "") {
      query.set(id, part(id).value.trim());
    }
  }
  say("");
  try {
    const answer = await fetch(api + "/api/notices?" + query);
    showQuota(answer);
    await (answer.ok ? answer.json().then(show) : refused(answer));
  } catch {
    say("The API cannot be reached, or does not trust this page.");
  }
}

async function fillCodes() {
  const answer = await fetch(api + "/api/cpv/2008");
  if (answer.ok) {
    const list = await answer.json();
    for (const [code, name] of Object.entries(list.codes)) {
      names.set(code, name);
      const option = made("option", name);
      option.value = code;
      part("cpv").append(option);
    }
  }
}

async function about() {
  const health = await (await fetch(api + "/api/health")).json();
  part("about").textContent = health.name + " " + health.version + " is " + health.status + ". Notices: Doffin. Codes: CPV 2008.";
}

part("search").addEventListener("submit", (event) => {
  event.preventDefault();
  search();
});
fillCodes().then(search, search);
about().catch(() => undefined);
