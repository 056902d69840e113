// Seals answers so that only the server can open them: a key made for this one send, agreed on with the server's, and
// forgotten. What is left cannot be opened on this phone by anybody. `survey/envelopes.py` describes every byte.

const FORMAT = 1;
const INFO = "youth-listening 1: late send";
const KEY_ID = 8;
const FILLED_TO = 4096;

const bytesOf = (text) => new TextEncoder().encode(text);
const fromBase64 = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
const canSeal = () => Boolean(isSecureContext && crypto.subtle && window.indexedDB);

async function seal(key, text) {
  const { subtle } = crypto;
  const known = fromBase64(key);
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const theirs = await subtle.importKey("spki", known.slice(KEY_ID), curve, false, []);
  const ours = await subtle.generateKey(curve, false, ["deriveBits"]);
  const point = new Uint8Array(await subtle.exportKey("raw", ours.publicKey));
  const head = joined([Uint8Array.of(FORMAT), known.slice(0, KEY_ID), point]);
  const agreed = await subtle.deriveBits({ name: "ECDH", public: theirs }, ours.privateKey, 256);
  const secret = await subtle.importKey("raw", agreed, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: head, info: bytesOf(INFO) };
  const cipher = await subtle.deriveKey(how, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await subtle.encrypt({ name: "AES-GCM", iv, additionalData: head }, cipher, filled(bytesOf(text)));
  return joined([head, iv, new Uint8Array(sealed)]);
}

// Spaces at the end, so that the length does not tell how much somebody wrote.
function filled(text) {
  const whole = new Uint8Array(Math.ceil((text.length + 1) / FILLED_TO) * FILLED_TO).fill(32);
  whole.set(text);
  return whole;
}

function joined(parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  parts.reduce((at, part) => {
    whole.set(part, at);
    return at + part.length;
  }, 0);
  return whole;
}
