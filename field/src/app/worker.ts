// The service worker from the app's side: registered where there is one; a new version waits until it is told to take over.

type Take = () => void;
const watchers = new Set<(take: Take) => void>();
let waiting: ServiceWorker | null = null;

function found(worker: ServiceWorker | null): void {
  if (!worker || !navigator.serviceWorker.controller) return;
  waiting = worker;
  for (const watcher of watchers) watcher(takeOver);
}

/** The new version takes over, and the page with it. */
function takeOver(): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  waiting?.postMessage("take over");
}

/** Tells when a new version waits; the caller takes it when nothing is at stake. */
export function updateReady(watcher: (take: Take) => void): () => void {
  watchers.add(watcher);
  if (waiting) watcher(takeOver);
  return () => void watchers.delete(watcher);
}

/** Registers it. False where a browser has none or refuses: the app is an online page then, and keeps its entries. */
export async function register(): Promise<boolean> {
  if (!("serviceWorker" in navigator)) return false;
  try {
    const registered = await navigator.serviceWorker.register("/field/sw.js", { scope: "/field/" });
    found(registered.waiting);
    registered.addEventListener("updatefound", () => {
      const fresh = registered.installing;
      fresh?.addEventListener("statechange", () => fresh.state === "installed" && found(fresh));
    });
    return true;
  } catch {
    return false;
  }
}
