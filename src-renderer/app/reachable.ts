import type { Role } from '@contract/values'
import type { RouteRecordRaw } from 'vue-router'
import { startPage } from './router'

/** From another PC, where only the waiting room and the own calendar are open. The core refuses the rest in any case. */
const ON_OTHER_PCS: ReadonlySet<string> = new Set(['/my-day', '/waiting-room', '/today', '/settings'])

export interface Visitor {
  readonly role: Role | undefined
  readonly isLimited: boolean
}

/** Whether a page is for this person, at this PC. */
export function isReachable(
  { path, meta }: Pick<RouteRecordRaw, 'path' | 'meta'>,
  visitor: Visitor
): boolean {
  const { role, isLimited } = visitor
  if (isLimited && !ON_OTHER_PCS.has(path)) return false
  return !meta?.roles || (role !== undefined && meta.roles.includes(role))
}

/** Where the day begins for this person, at this PC. */
export function startFor({ role, isLimited }: Visitor): string {
  return isLimited && role !== 'clinician' ? '/waiting-room' : startPage(role)
}
