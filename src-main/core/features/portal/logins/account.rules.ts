import type { ConsultationObstacle } from '@contract/portal'
import type { PortalAccountTable } from '../../../database/tables/portal'

type Account = Pick<PortalAccountTable, 'state' | 'level'>

/**
 * Why an electronic consultation may not be offered; null where it may. It is given to somebody whom an electronic id
 * has proven (eIDAS `substantial` or `high`, in Norway level 4), and not to whoever holds the telephone that a code
 * went to.
 * @param account undefined: the portal has told of none
 */
export function consultationObstacle(account: Account | undefined): ConsultationObstacle | null {
  if (account === undefined || account.state === 'closed') return 'no-account'
  if (account.state === 'invited') return 'not-activated'
  if (account.state === 'locked') return 'locked'
  if (account.level === null) return 'never-logged-in'
  return account.level === 'code' ? 'low-level' : null
}

/** For a child a guardian logs in: one of them is enough. */
export function childConsultationObstacle(guardians: readonly Account[]): ConsultationObstacle | null {
  return guardians.some((account) => consultationObstacle(account) === null) ? null : 'no-guardian'
}
