import type { PortalAccountTable } from '../../../database/tables/portal'

/**
 * Whether an electronic consultation may be offered: it is given to somebody whom an electronic id has proven (eIDAS
 * `substantial` or `high`, in Norway level 4), and not to whoever holds the telephone that a code went to.
 */
export function mayConsultOnline({ state, level }: Pick<PortalAccountTable, 'state' | 'level'>): boolean {
  return state === 'active' && (level === 'substantial' || level === 'high')
}
