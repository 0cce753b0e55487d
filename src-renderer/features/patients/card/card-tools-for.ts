import type { Patient } from '@contract/patients'
import type { Role } from '@contract/values'
import type { CardTool } from './card-tools'

const DESK: readonly Role[] = ['receptionist', 'manager']

/** Those this role can use for this patient. */
export function cardToolsFor(
  patient: Patient,
  role: Role | undefined,
  tools: readonly CardTool[]
): readonly CardTool[] {
  return tools.filter(
    ({ roles = DESK, when }) => role !== undefined && roles.includes(role) && (when?.(patient) ?? true)
  )
}
