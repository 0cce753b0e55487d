import { Temporal } from 'temporal-polyfill'
import { AppointmentId, type ClinicianId } from '../../../src-preload/contract/ids'
import type { PortalConflictView } from '../../../src-preload/contract/portal'
import { AppError } from '../../../src-main/core/platform/app-error'
import { Refusal } from '../../portal-simulator/fhir/refusal'
import {
  ask,
  book,
  cancel,
  changeContact,
  confirmContact,
  consent,
  type Acting
} from '../../portal-simulator/pages/acts'
import { patientById } from '../../portal-simulator/pages/people'
import type { Call } from '../../portal-simulator/call'
import { freePlaces, visitsOf, type FreePlace } from '../../portal-simulator/pages/visits'
import { BAD_DAY } from '../../portal-simulator/faults/faults'
import type { StoreSnapshot } from '../../portal-simulator/fhir/store'
import type { World } from '../fixtures/portal-world'
import type { Ledger } from './ledger'
import { mend, spoil } from './spoil'

export interface Run {
  readonly world: World
  readonly ledger: Ledger
  backup: StoreSnapshot
  readonly done: Map<string, number>
}

const pick = <T>(random: () => number, from: readonly T[]): T | undefined =>
  from[Math.floor(random() * from.length)]

const DAYS = ['2026-12-04', '2026-12-07', '2026-12-08']
const TIMES = ['09:00', '09:20', '09:40', '10:00', '10:20', '10:40']

/** Where a patient stands at the portal whom the clinic does not know of yet. */
function givenAway({ world: { core, portal, random } }: Run) {
  const isKnown = core.database.driver
    .prepare<[string], number>(`select 1 from portal_resource where type = 'Appointment' and remote_id = ?`)
    .pluck()
  const unknown = portal.store
    .list('Appointment')
    .filter(({ id = '', status }) => status !== 'cancelled' && isKnown.get(id) === undefined)
  return placeOf(core, pick(random, unknown)?.slot?.[0]?.reference)
}

function placeOf(core: Run['world']['core'], reference: string | undefined) {
  return core.database.driver
    .prepare<[string], { clinicianId: ClinicianId; startAt: string }>(
      `select clinician_id as clinicianId, start_at as startAt from portal_slot
      join portal_resource on type = 'Slot' and local_id = portal_slot.id where remote_id = ?`
    )
    .get(reference?.split('/')[1] ?? '')
}

function somewhere(run: Run) {
  const { random, clinicians } = run.world
  const contended = random() < 0.4 ? givenAway(run) : undefined
  if (contended) {
    const here = Temporal.Instant.from(contended.startAt).toZonedDateTimeISO('Europe/Oslo')
    const [date, time] = [here.toPlainDate().toString(), here.toPlainTime().toString().slice(0, 5)]
    return { clinicianId: contended.clinicianId, date, time, durationMinutes: 20, isOverbooking: false }
  }
  return {
    clinicianId: (pick(random, clinicians.slice(0, 2)) ?? clinicians[0]).id,
    date: pick(random, DAYS) ?? '',
    time: pick(random, TIMES) ?? '',
    durationMinutes: random() < 0.1 ? 40 : 20,
    isOverbooking: random() < 0.1
  }
}

const standing = ({ core }: Run['world']): number[] =>
  core.database.driver.prepare<[], number>('select id from appointment where is_live = 1').pluck().all()

/** As the page does it: another time first, and then that this was the answer. */
async function moveAway(run: Run, { atDesk: { appointmentId: id } }: PortalConflictView): Promise<void> {
  if (id === null) return
  run.ledger.touchedByDesk.add(id)
  const { version } = await run.world.desk.call('appointments.get', { id })
  await run.world.desk.call('appointments.move', { id, version, ...somewhere(run) })
}

async function anAppointment({ world }: Run) {
  const rows = world.core.database.driver
    .prepare<[], { id: number; version: number }>(
      `select id, version from appointment where status = 'booked' order by id`
    )
    .all()
  const row = pick(world.random, rows)
  return row && { id: AppointmentId.parse(row.id), version: row.version }
}

function somebody({ world: { portal, random } }: Run): Acting | null {
  const held = { store: portal.store, time: portal.time }
  const patient = pick(
    random,
    portal.store.list('Patient').filter(({ active }) => active === true)
  )
  const subject = patientById(held, patient?.id ?? null)
  return subject && { held, random, subject, actor: `Patient/${subject.id}` }
}

/** What the patients may choose from; sometimes only where the desk has something that is still on its way. */
function offered({ world: { core, portal, random } }: Run): FreePlace[] {
  const free = freePlaces(portal)
  if (random() >= 0.5) return free.slice(0, 40)
  const contended = new Set(
    core.database.driver
      .prepare<[], string>(
        `select remote_id from portal_operation_key as turn
        join portal_operation as step on step.seq = turn.seq and step.type = 'Appointment'
        join portal_resource as known on known.type = 'Slot' and turn.aggregate = 'Slot/' || known.local_id`
      )
      .pluck()
      .all()
  )
  const wanted = free.filter(({ slot }) => contended.has(slot.id))
  return wanted.length > 0 ? wanted : free.slice(0, 40)
}

/** Before the clinic's own transaction is looked at, a patient takes one of its slots, or is done with the appointment. */
export function cutIn(run: Run, { method, path, body }: Pick<Call, 'method' | 'path' | 'body'>): void {
  const { portal, random } = run.world
  if (method !== 'POST' || path !== '/fhir' || random() >= 0.15) return
  const wanted = new Set([...body.matchAll(/"Slot\/([^"]+)"/g)].map(([, id]) => id))
  const acting = somebody(run)
  if (!acting) return
  const place = freePlaces(portal).find(({ slot }) => wanted.has(slot.id))
  if (place) book(acting, place, { type: place.types[0], isRequest: false })
  else cancelOne(run)
}

function cancelOne(run: Run): void {
  const acting = somebody(run)
  const visits =
    acting && visitsOf(acting.held, acting.subject.id).filter(({ status }) => status === 'coming')
  const visit = visits && pick(run.world.random, visits)
  if (acting && visit) cancel(acting, visit)
}

const PURPOSES = ['recall', 'appointment-reminder', 'one-time-code'] as const

/** Each does one thing, or nothing where there is nothing to do. */
export const COMMANDS: Readonly<Record<string, { weight: number; run: (run: Run) => Promise<void> | void }>> =
  {
    deskBooks: {
      weight: 10,
      async run(run) {
        const patientId = pick(run.world.random, run.world.patients)
        if (patientId) await run.world.book({ patientId, ...somewhere(run) })
      }
    },
    deskMoves: {
      weight: 6,
      async run(run) {
        const row = await anAppointment(run)
        if (!row) return
        run.ledger.touchedByDesk.add(row.id)
        await run.world.desk.call('appointments.move', {
          ...row,
          ...somewhere(run)
        })
      }
    },
    deskCancels: {
      weight: 4,
      async run(run) {
        const row = await anAppointment(run)
        if (!row) return
        run.ledger.touchedByDesk.add(row.id)
        await run.world.desk.call('appointments.cancel', {
          ...row,
          reason: 'clinic',
          notifyPatient: false
        })
      }
    },
    deskEdits: {
      weight: 4,
      async run({ world }) {
        const id = pick(world.random, world.patients)
        const draft = id && world.drafts.get(id)
        if (!draft || !id) return
        const { version } = await world.desk.call('patients.open', { id, reason: null })
        const mobile = `412345${Math.floor(world.random() * 90 + 10)}`
        const email = world.random() < 0.5 ? draft.email : `d${Math.floor(world.random() * 99)}@example.org`
        await world.desk.call('patients.update', { id, version, draft: { ...draft, mobile, email } })
      }
    },
    deskConsents: {
      weight: 4,
      async run({ world }) {
        const patientId = pick(world.random, world.patients)
        const purpose = pick(world.random, PURPOSES) ?? 'recall'
        const decision = world.random() < 0.6 ? 'given' : 'withdrawn'
        if (patientId)
          await world.desk.call('consents.record', {
            ...{ patientId, signedOn: null },
            decisions: [{ purpose, channel: 'sms', decision }]
          })
      }
    },
    deskDecides: {
      weight: 3,
      async run(run) {
        const { world, ledger } = run
        const { conflicts } = await world.desk.call('portal.conflicts', { after: 0, limit: 50 })
        const conflict = pick(world.random, conflicts)
        const choice = conflict && pick(world.random, conflict.choices)
        if (!conflict || !choice) return
        if (conflict.localId !== null) ledger.touchedByDesk.add(conflict.localId)
        if (choice === 'move') await moveAway(run, conflict)
        const before = standing(world)
        await world.desk.call('portal.decide', { id: conflict.id, choice })
        const after = new Set(standing(world))
        for (const id of before) if (!after.has(id)) ledger.touchedByDesk.add(id)
      }
    },
    patientBooks: {
      weight: 8,
      run(run) {
        const acting = somebody(run)
        const place = acting && pick(run.world.random, offered(run))
        if (acting && place)
          book(acting, place, { type: place.types[0], isRequest: run.world.random() < 0.1 })
      }
    },
    patientCancels: {
      weight: 4,
      run: cancelOne
    },
    patientEdits: {
      weight: 4,
      run(run) {
        const acting = somebody(run)
        const { random } = run.world
        if (!acting) return
        if (random() < 0.3) confirmContact(acting)
        else
          changeContact(acting, {
            phone: random() < 0.5 ? `+47987654${Math.floor(random() * 90 + 10)}` : null,
            email: random() < 0.5 ? `w${Math.floor(random() * 99)}@example.org` : null
          })
      }
    },
    patientConsents: {
      weight: 3,
      run(run) {
        const acting = somebody(run)
        const purpose = pick(run.world.random, PURPOSES) ?? 'recall'
        if (acting) consent(acting, [{ purpose, channel: 'sms', isGiven: run.world.random() < 0.6 }], '1')
      }
    },
    patientAsks: {
      weight: 1,
      run(run) {
        const acting = somebody(run)
        if (acting) ask(acting, { kind: 'message', text: 'Kan dere ringe meg?' })
      }
    },
    portalSpoils: {
      weight: 1,
      run: ({ world: { portal, random } }) => spoil(portal, random)
    },
    portalMends: { weight: 0.3, run: ({ world: { portal } }) => mend(portal) },
    backup: {
      weight: 0.5,
      run(run) {
        run.backup = run.world.portal.store.snapshot()
      }
    },
    restore: {
      weight: 0.3,
      run(run) {
        run.world.portal.restore(run.backup)
        run.ledger.forget()
      }
    },
    answerEpoch: {
      weight: 2,
      async run({ world }) {
        const { state } = await world.manager.call('portal.status', {})
        if (state !== 'epoch-changed') return
        await world.answerEpoch(world.random() < 0.7 ? 'clinic' : 'portal')
      }
    },
    clock: {
      weight: 1,
      run: ({ world }) => world.skew(pick(world.random, [-24, 0, 0, 24]) ?? 0)
    },
    weather: {
      weight: 2,
      run({ world: { portal, random } }) {
        const rate = pick(random, [0, 0, 0.1, 0.4]) ?? 0
        portal.faults.randomly({ seed: Math.floor(random() * 1e9), rate, faults: BAD_DAY })
        portal.lateRate = pick(random, [0, 0, 0.2]) ?? 0
      }
    },
    line: {
      weight: 2,
      run({ world: { portal, random } }) {
        portal.isUp = random() < 0.7
      }
    },
    late: { weight: 3, run: ({ world }) => world.portal.deliverLate() },
    round: {
      weight: 12,
      async run({ world }) {
        await world.round()
      }
    },
    restart: { weight: 0.4, run: async ({ world }) => await world.restart() },
    killed: {
      weight: 6,
      async run({ world }) {
        await world.round({ at: Math.floor(world.random() * 40), isAfter: world.random() < 0.5 })
      }
    }
  }

/** What the desk and the portal rightly refuse is no step. */
export function isRightRefusal(error: unknown): boolean {
  return error instanceof AppError || error instanceof Refusal
}
