import type { Appointment } from '@medplum/fhirtypes'
import { localIdIn } from '../../../src-main/core/features/portal/context'
import { LOADING_ORDER, type PortalType } from '../../../src-main/core/features/portal/kind'
import { ourRows } from '../../../src-main/core/features/portal/our-rows'
import { readOurs } from '../../../src-main/core/features/portal/read-ours'
import { asRemote } from '../../../src-main/core/features/portal/resource-shape'
import { isSameContent } from '../../../src-main/core/features/portal/same-content.rules'
import type { World } from '../fixtures/portal-world'
import type { Ledger } from './ledger'

interface Operation {
  readonly op_id: string
  readonly kind: string
  readonly type: string
  readonly local_id: number
  readonly state: string
  readonly reason: string | null
}

const ENDED = new Set(['applied', 'nothing', 'conflict', 'dead', 'discarded', 'superseded'])

/** Slots with two live appointments, and operations that took effect twice (SYNC: invariants 1 and 2). */
export function doublesIn({ portal }: World, { violations }: Ledger): string[] {
  const slots = portal.store.violations().map((slot) => `1: Slot/${slot} has two live appointments`)
  return [...slots, ...violations.filter((violation) => violation.startsWith('2:'))]
}

/** What of the invariants does not hold now that nothing is on its way (SYNC: invariants 1 to 7). */
export async function findViolations(world: World, ledger: Ledger): Promise<string[]> {
  const { core, portal } = world
  const { driver } = core.database
  const found = [...ledger.violations]
  for (const slot of portal.store.violations()) found.push(`1: Slot/${slot} has two live appointments`)
  const operations = driver
    .prepare<[], Operation>(
      'select op_id, kind, type, local_id, state, reason from portal_operation order by seq'
    )
    .all()
  for (const { op_id, kind, type, local_id, state, reason } of operations) {
    const name = `${kind} ${type}/${local_id}`
    if (!ENDED.has(state)) found.push(`4: ${name} is still ${state} (${reason ?? ''})`)
    if (state === 'dead') found.push(`4: ${name} is dead (${reason ?? ''})`)
    if (state === 'conflict' && ledger.wasWritten(op_id))
      found.push(`5: ${name} was applied, and is a conflict`)
  }
  const doubles = driver
    .prepare<[], { type: string; remote_id: string }>(
      'select type, remote_id from portal_resource group by type, remote_id having count(*) > 1'
    )
    .all()
  for (const { type, remote_id } of doubles) found.push(`2: ${type}/${remote_id} is two of ours`)
  for (const type of LOADING_ORDER) found.push(...(await differencesOf(world, type)))
  return found
}

async function differencesOf(
  { core, portal, loaded: { kinds } }: World,
  type: PortalType
): Promise<string[]> {
  const { reader, driver } = core.database
  const clinic = { kinds, clinicKey: 'c1' }
  const found: string[] = []
  const open = driver.prepare<[string, number], { kind: string }>(
    `select kind from portal_conflict where type = ? and local_id = ? and decided_at is null`
  )
  const refused = driver.prepare<[string, string], { reason: string }>(
    `select reason from portal_set_aside where type = ? and remote_id = ? and cause <> 'pending'`
  )
  const undecided = driver.prepare<[string], { kind: string }>(
    `with wanted (id) as (select ?) select kind from wanted join portal_conflict as one
    where one.type = 'Appointment' and one.decided_at is null and (one.remote_id = wanted.id or one.local_id =
      (select local_id from portal_resource as known where known.type = 'Appointment' and known.remote_id = wanted.id))`
  )
  // What becomes of its slot is decided with it: until then the patient keeps what the portal has given.
  const isUndecided = ({ id = '', status }: Appointment): boolean =>
    status !== 'cancelled' && undecided.get(id) !== undefined
  const seen = new Set<number>()
  for (const resource of portal.store.list(type)) {
    const remote = asRemote(resource)
    if (remote === null) continue
    const localId = await localIdIn(reader)(type, `${type}/${remote.id}`)
    if (localId === null) {
      const isOver = type === 'Appointment' && 'status' in remote && remote.status === 'cancelled'
      if (!isOver && !refused.get(type, remote.id)) found.push(`7: ${type}/${remote.id} is only there`)
      continue
    }
    if (seen.has(localId)) found.push(`2: ${type} ${localId} is there twice`)
    seen.add(localId)
    if (open.get(type, localId)) continue
    const reading = await readOurs(clinic, ourRows(reader), { mark: { type, localId }, base: remote })
    if (type === 'Slot' && portal.store.having('Appointment', `slot=Slot/${remote.id}`).some(isUndecided))
      continue
    if (reading.is === 'waits') found.push(`7: ${type} ${localId} waits for ${reading.mark.type}`)
    if (reading.is === 'body' && !isSameContent(reading.body, remote))
      found.push(
        `7: ${type} ${localId} differs\n  ours   ${JSON.stringify(reading.body)}\n  theirs ${JSON.stringify(remote)}`
      )
  }
  for (const localId of await kinds[type].list(reader, { after: 0, limit: 10_000 })) {
    if (seen.has(localId) || open.get(type, localId)) continue
    const reading = await readOurs(clinic, ourRows(reader), { mark: { type, localId }, base: null })
    const isOver =
      reading.is === 'body' &&
      reading.body.resourceType === 'Appointment' &&
      reading.body.status === 'cancelled'
    if (reading.is === 'body' && !isOver) found.push(`7: ${type} ${localId} is only here`)
  }
  return found
}
