import type { PortalMarkState } from '@contract/portal'
import type { Tone } from '../../ui/tones'

/** Each state's shape and tone; its words are `portal.mark.<state>`. */
export const MARK_LOOK = {
  waiting: { sign: '⇅', tone: 'wait' },
  stuck: { sign: '⊘', tone: 'late' },
  conflict: { sign: '≠', tone: 'late' }
} as const satisfies Record<PortalMarkState, { sign: string; tone: Tone }>
