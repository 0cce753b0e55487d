import type { ModemFaults, SubmitFault } from '../../src-main/core/modem/simulated/model-options'

/** How often each fault happens, 0 to 1. */
export interface FaultRates {
  readonly errorRate: number
  /** The +CMS number of such an error. */
  readonly errorCode: number
  readonly lostPromptRate: number
  readonly lostAnswerRate: number
  readonly noiseRate: number
  readonly vanishBeforeRate: number
  readonly vanishAfterRate: number
  readonly seed: number
}

export const noFaults: FaultRates = {
  errorRate: 0,
  errorCode: 38,
  lostPromptRate: 0,
  lostAnswerRate: 0,
  noiseRate: 0,
  vanishBeforeRate: 0,
  vanishAfterRate: 0,
  seed: 1
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Faults that come by chance, yet the same ones in each run. */
export function randomFaults(rates: FaultRates): ModemFaults {
  const next = random(rates.seed)
  const onSubmit = (): SubmitFault | null => {
    if (next() < rates.errorRate) return { cms: rates.errorCode }
    if (next() < rates.lostAnswerRate) return 'lose-answer'
    if (next() < rates.vanishBeforeRate) return 'vanish-before'
    return next() < rates.vanishAfterRate ? 'vanish-after' : null
  }
  const noise = (): string | null => {
    if (next() >= rates.noiseRate) return null
    return Array.from({ length: 3 + Math.floor(next() * 30) }, () =>
      String.fromCharCode(Math.floor(next() * 255))
    )
      .join('')
      .replace(/[\r\n>+]/g, '#')
  }
  return { onSubmit, onPrompt: () => (next() < rates.lostPromptRate ? 'lose' : null), noise }
}
