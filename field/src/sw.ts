// The service worker: the app's files from the phone itself, and a new version only when the app says that it may.
/// <reference lib="webworker" />
const worker = globalThis as unknown as ServiceWorkerGlobalScope;

const FILES = "__FILES__" as unknown as readonly string[];
const CACHE = "wumen-field-__VERSION__";
const SCOPE = "/field/";
const HASHED = `${SCOPE}assets/`;

/** Fetches the files of this version; those that bear a hash of their content are taken over from the one before. */
async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  await Promise.all(
    FILES.map(async (name) => {
      const url = SCOPE + name;
      const kept = url.startsWith(HASHED) ? await caches.match(url) : undefined;
      const file = kept ?? (await fetch(url, { cache: "no-cache" }));
      if (!file.ok) throw new Error(`${url}: ${file.status}`);
      await cache.put(url, file);
    }),
  );
}

async function activate(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith("wumen-field-") && name !== CACHE) await caches.delete(name);
  }
  await worker.clients.claim();
}

/** A file of this version, wherever the query leads; what is not ours goes to the network. */
async function answer(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const page = request.mode === "navigate" && !pathname.endsWith("scan.html");
  const cache = await caches.open(CACHE);
  return (await cache.match(page ? SCOPE : pathname)) ?? fetch(request);
}

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  const ours = origin === worker.location.origin && pathname.startsWith(SCOPE);
  if (ours && event.request.method === "GET") event.respondWith(answer(event.request));
});
worker.addEventListener("message", (event) => {
  if (event.data === "take over") void worker.skipWaiting();
});
