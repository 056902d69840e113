// Sending, once. The id was made on this phone, so sending the same answers again changes nothing.

const PATIENCE = 20000;

async function post(address, body) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(body),
      signal: stop.signal,
    });
    return { status: answer.status, ok: answer.ok, ...(await answer.json()) };
  } catch (offline) {
    // No network, no answer in time, or an answer that is not ours: we do not know, so it counts as not sent.
    return { status: 0, ok: false };
  } finally {
    clearTimeout(timer);
  }
}

const address = location.pathname.replace(/\/$/, "");
const send = (submission) => post(address, submission);
const askForReceipt = (id) => post(address + "/receipt", { submission_id: id });
