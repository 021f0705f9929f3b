/** Pictures and clips of the globe as it is drawn, with a line that says what they show. */
import type { Globe } from "./globe.ts";

const LINE = 30;

/** The globe as a picture; the line stands below it. */
export function picture(globe: Globe, line: string): Promise<Blob> {
  const { canvas } = globe.widget;
  const made = document.createElement("canvas");
  const scale = canvas.width / Math.max(1, canvas.clientWidth);
  const strip = Math.round(LINE * scale);
  [made.width, made.height] = [canvas.width, canvas.height + strip];
  const pen = made.getContext("2d");
  if (!pen) return Promise.reject(new Error("This browser gives the page nothing to draw a picture on."));
  // What was drawn is gone after the frame: draw and copy in one breath.
  globe.widget.scene.render();
  pen.drawImage(canvas, 0, 0);
  const style = getComputedStyle(document.documentElement);
  pen.fillStyle = style.getPropertyValue("--panel");
  pen.fillRect(0, canvas.height, made.width, strip);
  pen.fillStyle = style.getPropertyValue("--text");
  pen.font = `${Math.round(13 * scale)}px system-ui, sans-serif`;
  pen.textBaseline = "middle";
  pen.fillText(line, 12 * scale, canvas.height + strip / 2, made.width - 24 * scale);
  return new Promise((resolve, reject) => {
    made.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The picture could not be made."))), "image/png");
  });
}

/** Offer what was made as a file. */
export function download(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** A clip that is being recorded. */
export interface Recording {
  /** End it; what was recorded. */
  stop: () => Promise<Blob>;
}

/** Pictures a second, and bits a second. */
const RATE = 30;
const BITS = 8_000_000;

export function record(globe: Globe, kind: string): Recording {
  const stream = globe.widget.canvas.captureStream(RATE);
  const recorder = new MediaRecorder(stream, { mimeType: kind, videoBitsPerSecond: BITS });
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => data.size > 0 && parts.push(data);
  const over = new Promise<Blob>((resolve, reject) => {
    recorder.onstop = () => resolve(new Blob(parts, { type: "video/webm" }));
    recorder.onerror = () => reject(new Error("The browser broke off the recording."));
  });
  recorder.start(1000);
  // The first picture is of what stands there: nothing else asks for one where the clock stands.
  globe.render();
  return {
    stop: () => {
      globe.render();
      if (recorder.state !== "inactive") recorder.stop();
      for (const track of stream.getTracks()) track.stop();
      return over;
    },
  };
}
