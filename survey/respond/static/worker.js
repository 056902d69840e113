// Runs beside the page: opens it when there is no signal, and sends what waits when the signal is back and no page is open.
// It keeps nothing by itself: the page puts itself into the cache (offline.js), this only brings it up to date.

const PAGES = "pages";
const PATIENCE = 4000;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  if (/^\/s\/[^/]+\/later$/.test(path) && request.method === "GET") {
    event.respondWith(keptFirst(event));
  } else if (/^\/s\/[^/]+$/.test(path) && (request.mode === "navigate" && request.method === "GET" || request.method === "HEAD")) {
    const answer = newestFirst(event);
    event.respondWith(answer);
    if (request.method === "GET") {
      // Whatever page of ours it is: there may be a signal now.
      event.waitUntil(answer.catch(() => null).then(sendAndRetire));
    }
  }
});

// The page as the server has it now; when nobody answers in time, as it was.
async function newestFirst(event) {
  const { request } = event;
  const kept = await caches.match(request.url, { ignoreVary: true });
  const asked = fetch(request).then(async (answer) => {
    if (kept && request.method === "GET") {
      await refresh(request.url, answer);
    }
    return answer;
  });
  if (!kept) {
    return asked;
  }
  event.waitUntil(asked.catch(() => null));
  const tired = new Promise((done) => setTimeout(done, PATIENCE));
  const answer = await Promise.race([asked.catch(() => null), tired]);
  // A server in trouble says nothing about the session; what is on the phone still works.
  return answer && answer.status < 500 ? answer : kept;
}

// What comes later belongs to the page it was kept with, so it is taken from here and renewed for the next time.
async function keptFirst(event) {
  const { request } = event;
  const kept = await caches.match(request.url, { ignoreVary: true });
  const asked = fetch(request).then(async (answer) => {
    if (kept && answer.ok) {
      await refresh(request.url, answer);
    }
    return answer;
  });
  if (kept) {
    event.waitUntil(asked.catch(() => null));
  }
  return kept || asked;
}

async function refresh(url, answer) {
  // Wiped in the meantime, because somebody left: then it stays so.
  if (await caches.match(url, { ignoreVary: true })) {
    const cache = await caches.open(PAGES);
    if (answer.ok && !answer.redirected) {
      await cache.put(url, answer.clone());
    } else if (answer.status < 500) {
      await takeOut(cache, new URL(url).pathname);
    }
  }
}

// A session that is over, with all that belongs to it.
async function takeOut(cache, path) {
  const all = await cache.keys();
  const its = all.filter(({ url }) => (new URL(url).pathname + "/").startsWith(path + "/"));
  await Promise.all(its.map((one) => cache.delete(one)));
  if (its.length === all.length) {
    await caches.delete(PAGES);
  }
}

self.addEventListener("sync", (event) => event.waitUntil(sendAndRetire().then((waiting) => {
  if (waiting) {
    throw new Error("not sent yet"); // so the browser asks again
  }
})));

self.addEventListener("message", (event) => event.data === "leave" && event.waitUntil(leave(event)));

// Somebody has left: nothing here may name what they were doing. What waits names nothing, and is still sent.
async function leave(event) {
  await forgetPages();
  for (const entry of await allKept()) {
    await changeKept(entry.id, entry.state === "sent" ? null : { left: true });
  }
  if (registration.sync && (await allKept()).some((entry) => entry.state === "waiting")) {
    await registration.sync.register(KEPT).catch(() => null);
  }
  event.ports.forEach((port) => port.postMessage("done"));
  await sendAndRetire();
}

async function forgetPages() {
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
}

// Tells whether anything still waits. When nothing does and no page is kept, nobody needs the worker either.
async function sendAndRetire() {
  const waiting = await deliver();
  if (!waiting && !(await caches.keys()).length) {
    await registration.unregister();
  }
  return waiting;
}
