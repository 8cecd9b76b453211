// Two tones that ask for attention. A browser that nobody has touched yet stays silent.

export function beep() {
  const Context = window.AudioContext || window.webkitAudioContext;
  if (!Context) return;
  const context = new Context();
  [[880, 0], [660, 0.3]].forEach(([pitch, after]) => {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = pitch;
    volume.gain.value = 0.2;
    tone.connect(volume).connect(context.destination);
    tone.start(context.currentTime + after);
    tone.stop(context.currentTime + after + 0.25);
  });
  setTimeout(() => context.close(), 1500);
}
