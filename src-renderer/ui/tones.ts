export type Tone = 'ok' | 'wait' | 'late' | 'neutral' | 'video'

/** The shape beside the colour, so that the colour is never alone. */
export const TONE_GLYPHS: Readonly<Record<Tone, string>> = {
  ok: '✓',
  wait: '▲',
  late: '◆',
  neutral: '',
  video: '■'
}
