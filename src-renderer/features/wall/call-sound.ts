/** Two tones, the second lower, as a doorbell: made here, so that nothing is loaded. Hz and seconds. */
const TONES = [
  { frequency: 880, from: 0, seconds: 0.35 },
  { frequency: 659, from: 0.3, seconds: 0.6 }
] as const
const LOUDNESS = 0.25

/** Plays the sound that somebody is called in. */
export function playCallSound(context: AudioContext): void {
  for (const { frequency, from, seconds } of TONES) {
    const oscillator = context.createOscillator()
    const gain = context.createGain()
    const start = context.currentTime + from
    oscillator.frequency.value = frequency
    gain.gain.setValueAtTime(0, start)
    gain.gain.linearRampToValueAtTime(LOUDNESS, start + 0.02)
    gain.gain.exponentialRampToValueAtTime(0.001, start + seconds)
    oscillator.connect(gain).connect(context.destination)
    oscillator.start(start)
    oscillator.stop(start + seconds)
  }
}

/** Whether somebody stands among those called who did not before. */
export function hasNewCall(
  before: readonly { code: string; at: string }[],
  now: readonly { code: string; at: string }[]
): boolean {
  return now.some((one) => !before.some(({ code, at }) => code === one.code && at === one.at))
}
