import type { Random } from '../../portal-simulator/chance'
import type { World } from '../fixtures/portal-world'

const TYPES = ['Appointment', 'Slot', 'Task'] as const

type Portal = World['portal']

/** By a mistake of the portal's, something there breaks FHIR's structure, until it is mended or written over. */
export function spoil({ store }: Portal, random: Random): void {
  const type = TYPES[Math.floor(random() * TYPES.length)] ?? 'Task'
  const all = store.list(type)
  const resource = all[Math.floor(random() * all.length)]
  switch (resource?.resourceType) {
    case 'Appointment':
      store.save({ ...resource, minutesDuration: JSON.parse('"long"') })
      break
    case 'Slot':
      store.save({ ...resource, overbooked: JSON.parse('"perhaps"') })
      break
    case 'Task':
      store.save({ ...resource, priority: JSON.parse('7') })
  }
}

/** What is still broken there, as `Type/id`. */
export function spoiltIn({ store }: Portal): string[] {
  const appointments = store
    .list('Appointment')
    .filter(({ minutesDuration }) => minutesDuration !== undefined)
  const slots = store.list('Slot').filter(({ overbooked }) => overbooked !== undefined)
  const tasks = store.list('Task').filter(({ priority }) => priority !== undefined)
  return [...appointments, ...slots, ...tasks].map(({ resourceType, id }) => `${resourceType}/${id}`)
}

export function mend({ store }: Portal): void {
  for (const { minutesDuration, ...whole } of store.list('Appointment'))
    if (minutesDuration !== undefined) store.save(whole)
  for (const { overbooked, ...whole } of store.list('Slot')) if (overbooked !== undefined) store.save(whole)
  for (const { priority, ...whole } of store.list('Task')) if (priority !== undefined) store.save(whole)
}

/** Of what cannot be read each has to be named at the clinic. */
export function unnamedIn({ core, portal }: World): string[] {
  const isNamed = core.database.driver
    .prepare<[string], number>(`select 1 from portal_set_aside where type || '/' || remote_id = ?`)
    .pluck()
  return spoiltIn(portal)
    .filter((name) => isNamed.get(name) === undefined)
    .map((name) => `4: ${name} cannot be read, and is not named`)
}
