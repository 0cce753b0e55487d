import type { BackupStatus, ModemState, ModemStatus } from '@contract/system'

export type StatusTone = 'ok' | 'wait' | 'late' | 'none'

/** Each tone's shape, so that the colour is never alone. */
export const TONE_GLYPH = { ok: '●', wait: '▲', late: '◆', none: '○' } as const satisfies Record<
  StatusTone,
  string
>

const MODEM_TONES: Record<ModemState, StatusTone> = {
  none: 'none',
  absent: 'late',
  searching: 'wait',
  starting: 'wait',
  'pin-required': 'late',
  'puk-required': 'late',
  'no-sim': 'late',
  'sim-failure': 'late',
  'not-a-modem': 'late',
  registering: 'wait',
  denied: 'late',
  ready: 'ok',
  'busy-elsewhere': 'late'
}

export function modemTone({ state }: ModemStatus): StatusTone {
  return MODEM_TONES[state]
}

/** A backup older than this is told about. */
const OLD_MS = 26 * 60 * 60_000

export function backupTone(backup: BackupStatus, nowMs: number): StatusTone {
  if (backup.error !== null) return 'late'
  if (backup.lastAt === null) return 'none'
  const isOld = nowMs - Date.parse(backup.lastAt) > OLD_MS
  return isOld || !backup.isVerified ? 'wait' : 'ok'
}
