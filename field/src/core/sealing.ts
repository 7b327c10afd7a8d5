// Sealing on the phone: bodies and photos under a session key, that key under the outbreak's public one.
import { type Bytes, digest, fromBase64, joined, random, toBase64, toHex, utf8 } from "./bytes.ts";
import { uuid7 } from "./uuid7.ts";

const NONCE = 12;
const P256 = { name: "ECDH", namedCurve: "P-256" } as const;

/** The outbreak's key as the server hands it over; `public` is the raw uncompressed point, base64. */
export interface OutbreakKey {
  id: string;
  public: string;
}

/** A session as the server is told of it. */
export interface SessionRow {
  id: string;
  outbreak: string;
  key: string;
  /** Ephemeral point of 65 bytes, nonce of 12, ciphertext and tag; base64. */
  sealed: string;
}

/** AES-256-GCM: nonce, then ciphertext and tag. */
export async function seal(key: CryptoKey, plain: Bytes, boundTo: string, nonce = random(NONCE)): Promise<Bytes> {
  const how = { name: "AES-GCM", iv: nonce, additionalData: utf8(boundTo) };
  return joined(nonce, new Uint8Array(await crypto.subtle.encrypt(how, key, plain)));
}

/** The plain bytes again; throws when the key, the binding or a byte is another. */
export async function unseal(key: CryptoKey, sealed: Bytes, boundTo: string): Promise<Bytes> {
  const how = { name: "AES-GCM", iv: sealed.subarray(0, NONCE), additionalData: utf8(boundTo) };
  return new Uint8Array(await crypto.subtle.decrypt(how, key, sealed.subarray(NONCE)));
}

/** The key that two sides of an ECDH agree upon for a session. */
export async function agreedKey(own: CryptoKey, other: CryptoKey): Promise<CryptoKey> {
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: other }, own, 256);
  const material = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: utf8("wumen session") };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** A session key sealed to the outbreak (ECIES on P-256), bound to the session's id. */
export async function sealToOutbreak(raw: Bytes, id: string, outbreak: string): Promise<string> {
  const pair = await crypto.subtle.generateKey(P256, false, ["deriveBits"]);
  const theirs = await crypto.subtle.importKey("raw", fromBase64(outbreak), P256, false, []);
  const key = await agreedKey(pair.privateKey, theirs);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  return toBase64(joined(point, await seal(key, raw, id)));
}

/** A session: its key lives in this tab's memory alone and is gone with it; what it sealed only the office opens. */
export interface Session {
  row: SessionRow;
  /** The sealed body of an event, base64. */
  body(plain: object, boundTo: string): Promise<string>;
  /** The sealed bytes of a photo and the name by which they are found. */
  photo(plain: Bytes): Promise<{ sha256: string; sealed: Bytes }>;
}

/** A new session for an outbreak. */
export async function openSession(outbreak: string, key: OutbreakKey): Promise<Session> {
  const id = uuid7(Date.now());
  const raw = random(32);
  const sealed = await sealToOutbreak(raw, id, key.public);
  const own = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]);
  raw.fill(0);
  return {
    row: { id, outbreak, key: key.id, sealed },
    body: async (plain, boundTo) => toBase64(await seal(own, utf8(JSON.stringify(plain)), boundTo)),
    photo: async (plain) => {
      const hidden = await seal(own, plain, "photo");
      return { sha256: toHex(await digest(hidden)), sealed: hidden };
    },
  };
}
