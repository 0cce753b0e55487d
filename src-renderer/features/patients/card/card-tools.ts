import type { Patient } from '@contract/patients'
import type { Role } from '@contract/values'

/** Something that can be done with one patient, offered by another feature in the menu of the patient card. */
export interface CardTool {
  /** Also the id of its command: `duplicates.mergeWith`. */
  readonly id: string
  readonly titleKey: string
  /** A key of its own, where it is done often. */
  readonly keys?: string
  /** Its place in the menu, smallest first. */
  readonly order: number
  /** Roles that have it; none: those at the desk. */
  readonly roles?: readonly Role[]
  /** Left out: for every patient. */
  readonly when?: (patient: Patient) => boolean
  readonly run: (patient: Patient) => void | Promise<void>
}

const modules = import.meta.glob<readonly CardTool[]>('../../*/*.card-tools.ts', {
  eager: true,
  import: 'cardTools'
})

/** In the order of the menu. */
export const allCardTools: readonly CardTool[] = Object.values(modules)
  .flat()
  .sort((first, second) => first.order - second.order)
