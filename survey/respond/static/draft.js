// Where do unsent answers live? In this tab only. They come back after a reload, and die with the tab, Leave or Send.

const DRAFT = "draft";
let inMemory = null;

function readDraft() {
  try {
    const draft = JSON.parse(sessionStorage.getItem(DRAFT));
    if (draft && draft.until) {
      // Handed from one language to the next on a shared tablet: read once, and only at once.
      sessionStorage.removeItem(DRAFT);
      const inTime = Date.now() < draft.until;
      delete draft.until;
      return inTime ? draft : inMemory;
    }
    return draft || inMemory;
  } catch (blocked) {
    // A browser may forbid storage altogether. Then the answers live in the page and a reload begins again.
    return inMemory;
  }
}

function keepDraft(draft) {
  inMemory = draft;
  // A shared tablet keeps nothing that a reload could bring back to the next person.
  if (page.dataset.mode === "tablet") {
    return;
  }
  try {
    sessionStorage.setItem(DRAFT, JSON.stringify(draft));
  } catch (blocked) {
    // As above: nothing is lost that is still on the page.
  }
}

function wipeDraft() {
  inMemory = null;
  try {
    sessionStorage.removeItem(DRAFT);
  } catch (blocked) {
    // Storage that cannot be opened holds nothing of ours.
  }
}

// Random numbers from the phone. `crypto.randomUUID` would be shorter, but is missing without HTTPS and on old phones.
function newSubmissionId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function newSeed() {
  return crypto.getRandomValues(new Uint32Array(1))[0] & 0x7fffffff;
}
