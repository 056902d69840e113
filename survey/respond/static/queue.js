// Sealed answers that wait for a signal, and sending them. Used by the page and by the worker, in any number of tabs at
// once: nothing is doubled, because the server knows the id inside and takes it once, and nothing is lost, because what
// waits is only removed when the server has answered. Everything here has neutral names and no date.
//
// One entry: id (random), envelope, state, reason, left (whoever wrote it has used “Leave”: tell nobody about it).
// Its state: waiting; sent, until somebody has been told; refused, until somebody has said what to do.

const KEPT = "kept";
const NOT_YET = ["paused", "draft", "throttled"];
const SENDING_PATIENCE = 20000;
const others = self.BroadcastChannel ? new BroadcastChannel(KEPT) : { postMessage() {} };

// Removing the last entry removes the database too, so nobody may put one in at that moment.
const alone = (work) => (navigator.locks ? navigator.locks.request(KEPT, work) : work());

function openKept(make) {
  return new Promise((done, failed) => {
    const asked = indexedDB.open(KEPT, 1);
    asked.onupgradeneeded = () => {
      if (make) {
        asked.result.createObjectStore(KEPT, { keyPath: "id" });
      } else {
        // Looking must not leave an empty database behind.
        asked.transaction.abort();
      }
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => (make ? failed(asked.error) : done(null));
  });
}

async function inKept(mode, act, make) {
  const database = await openKept(make);
  if (!database) {
    return null;
  }
  try {
    return await new Promise((done, failed) => {
      const change = database.transaction(KEPT, mode, { durability: "strict" });
      const asked = act(change.objectStore(KEPT));
      change.oncomplete = () => done(asked.result);
      change.onabort = () => failed(change.error);
    });
  } finally {
    database.close();
  }
}

const allKept = async () => (await inKept("readonly", (store) => store.getAll())) || [];
const put = (entry, make) => inKept("readwrite", (store) => store.put(entry), make);

async function keepEnvelope(envelope) {
  const id = [...crypto.getRandomValues(new Uint32Array(4))].join("-");
  await alone(() => put({ id, envelope, state: "waiting", reason: "", left: false }, true));
  return id;
}

// Changes an entry that is still there; without a change it is removed.
function changeKept(id, change) {
  return alone(async () => {
    const all = await allKept();
    const entry = all.find((one) => one.id === id);
    if (entry && change) {
      await put({ ...entry, ...change });
    } else if (entry) {
      await inKept("readwrite", (store) => store.delete(id));
      if (all.length === 1) {
        await new Promise((done) => {
          const asked = indexedDB.deleteDatabase(KEPT);
          asked.onsuccess = done;
          asked.onerror = done;
        });
      }
    }
  });
}

const removeKept = (id) => changeKept(id, null);

// Tries to send everything that waits; tells whether anything still does.
async function deliver() {
  const sendAll = async (ours) => {
    for (const entry of ours ? await allKept() : []) {
      if (entry.state === "waiting" && !await sendOne(entry)) {
        break;
      }
    }
  };
  // While another tab or the worker is at it, it is theirs to do.
  await (navigator.locks ? navigator.locks.request(KEPT + " sending", { ifAvailable: true }, sendAll) : sendAll(true));
  others.postMessage("");
  return (await allKept()).some((entry) => entry.state === "waiting");
}

async function sendOne(entry) {
  const answer = await postSealed(entry.envelope);
  if (answer.ok) {
    const { left } = (await allKept()).find((one) => one.id === entry.id) || { left: true };
    await changeKept(entry.id, left ? null : { state: "sent", envelope: null });
  } else if (answer.status >= 400 && answer.status < 500 && answer.reason && !NOT_YET.includes(answer.reason)) {
    await changeKept(entry.id, { state: "refused", reason: answer.reason });
  } else {
    if (entry.reason !== (answer.reason || "")) {
      await changeKept(entry.id, { reason: answer.reason || "" });
    }
    return Boolean(answer.reason);
  }
  return true;
}

async function postSealed(envelope) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), SENDING_PATIENCE);
  try {
    const answer = await fetch("/s/later", {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream", Accept: "application/json" },
      body: envelope,
      signal: stop.signal,
    });
    return { status: answer.status, ok: answer.ok, ...(await answer.json()) };
  } catch (noSignal) {
    // Nobody answered, or not us: it was not sent, as far as we know, and waits.
    return { status: 0, ok: false };
  } finally {
    clearTimeout(timer);
  }
}
