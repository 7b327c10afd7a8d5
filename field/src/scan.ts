// The camera page: reads codes with the browser's own detector where it has one, else with the bundled reader.
import "./look.css";

type Read = (picture: HTMLVideoElement) => Promise<string[]>;
const PAUSE_MS = 150;
/**
 * After so many looks in vain the browser's own reader is left for the bundled one: without Google's services, as on most
 * phones in China, it is there by name, and fails or finds nothing.
 */
const OWN_LOOKS = 10;

interface Detector {
  detect(picture: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
declare const BarcodeDetector: (new () => Detector) | undefined;

/** The browser's own reader, where it has one. */
function own(): Read | null {
  try {
    const detector = new BarcodeDetector!();
    return async (picture) => (await detector.detect(picture)).map((one) => one.rawValue);
  } catch {
    return null;
  }
}

/** The bundled one: the only code of ours that compiles WebAssembly. */
async function bundled(): Promise<Read> {
  const [{ prepareZXingModule, readBarcodes }, { default: url }] = await Promise.all([
    import("zxing-wasm/reader"),
    import("zxing-wasm/reader/zxing_reader.wasm?url"),
  ]);
  await prepareZXingModule({ overrides: { locateFile: () => url }, fireImmediately: true });
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;
  return async (picture) => {
    [pen.canvas.width, pen.canvas.height] = [picture.videoWidth, picture.videoHeight];
    pen.drawImage(picture, 0, 0);
    const seen = pen.getImageData(0, 0, pen.canvas.width, pen.canvas.height);
    return (await readBarcodes(seen, { maxNumberOfSymbols: 1 })).map((one) => one.text);
  };
}

const tell = (message: object): void => parent.postMessage(message, location.origin);

async function watch(): Promise<void> {
  const picture = document.querySelector("video")!;
  picture.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  await picture.play();
  let tried = own();
  let read = tried ?? (await bundled());
  let [last, looks] = ["", 0];
  for (;;) {
    const found = await read(picture).catch(() => null);
    const text = found?.[0];
    if (text) tried = null;
    else if (read === tried && (found === null || (looks += 1) >= OWN_LOOKS)) read = await bundled();
    // One code held before the camera is told once.
    if (text && text !== last) tell({ scanned: text });
    last = text ?? last;
    await new Promise((done) => setTimeout(done, PAUSE_MS));
  }
}

watch().catch(() => tell({ failed: true }));
