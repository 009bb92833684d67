/** A small blip for an answer. Off until the visitor turns it on. */

/** @type {AudioContext | null} */
let context = null;

/** @param {import("@causerie/window/keep.js").Keep} keep */
export const soundOn = (keep) => keep.read("sound") === "on";

/** @param {import("@causerie/window/keep.js").Keep} keep */
export function toggleSound(keep) {
  keep.write("sound", soundOn(keep) ? "" : "on");
  if (soundOn(keep)) blip();
}

/** Two soft notes. */
export function blip() {
  context ??= new AudioContext();
  const start = context.currentTime;
  for (const [note, at] of /** @type {const} */ ([[660, 0], [880, 0.09]])) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = note;
    volume.gain.setValueAtTime(0.0001, start + at);
    volume.gain.exponentialRampToValueAtTime(0.06, start + at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + at + 0.22);
    tone.connect(volume).connect(context.destination);
    tone.start(start + at);
    tone.stop(start + at + 0.25);
  }
}
