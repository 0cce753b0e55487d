import type { PortalStatusView } from '@contract/portal'
import type { StatusTone } from '../../app/status/status-tone'

/** How the line is at one look: its words are `portal.state.<word>`. */
type PortalWord = 'off' | 'loading' | 'epoch-changed' | 'trouble' | 'decide' | 'waiting' | 'in-step'

/** What is gravest is said. */
export function portalWord(status: PortalStatusView): PortalWord {
  if (status.state === 'off' || status.state === 'epoch-changed') return status.state
  if (status.trouble !== null) return 'trouble'
  if (status.state === 'loading') return 'loading'
  if (status.conflicts + status.deadLetters > 0) return 'decide'
  return status.waiting.length > 0 ? 'waiting' : 'in-step'
}

const TONES = {
  off: 'none',
  loading: 'wait',
  'epoch-changed': 'late',
  trouble: 'late',
  decide: 'late',
  waiting: 'wait',
  'in-step': 'ok'
} as const satisfies Record<PortalWord, StatusTone>

export function portalTone(status: PortalStatusView): StatusTone {
  return TONES[portalWord(status)]
}
