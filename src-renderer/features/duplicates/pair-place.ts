import type { PatientId } from '@contract/ids'
import type { LocationQuery } from 'vue-router'

export interface ShownPair {
  readonly oneId: PatientId
  readonly otherId: PatientId
}

/** The page with two records side by side. */
export function pairPlace({ oneId, otherId }: ShownPair): { path: string; query: Record<string, string> } {
  return { path: '/duplicates', query: { one: String(oneId), other: String(otherId) } }
}

/** The merges of one record. */
export function mergesPlace(patientId: PatientId): { path: string; query: Record<string, string> } {
  return { path: '/duplicates', query: { merged: String(patientId) } }
}

/** The pair an address names; null where it names none. */
export function pairIn({ one, other }: LocationQuery): ShownPair | null {
  const [oneId, otherId] = [idIn(one), idIn(other)]
  return oneId === null || otherId === null || oneId === otherId ? null : { oneId, otherId }
}

/** Whose merges an address names. */
export const mergesIn = ({ merged }: LocationQuery): PatientId | null => idIn(merged)

function idIn(value: LocationQuery[string] | undefined): PatientId | null {
  const id = Number(value)
  return isPatientId(id) ? id : null
}

const isPatientId = (id: number): id is PatientId => Number.isInteger(id) && id > 0
