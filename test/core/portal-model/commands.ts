import { AppointmentId } from '../../../src-preload/contract/ids'
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
import { freePlaces, visitsOf } from '../../portal-simulator/pages/visits'
import { BAD_DAY } from '../../portal-simulator/faults/faults'
import type { StoreSnapshot } from '../../portal-simulator/fhir/store'
import type { World } from '../fixtures/portal-world'
import type { Ledger } from './ledger'

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

function somewhere({ world: { random, clinicians } }: Run) {
  return {
    clinicianId: (pick(random, clinicians.slice(0, 2)) ?? clinicians[0]).id,
    date: pick(random, DAYS) ?? '',
    time: pick(random, TIMES) ?? '',
    durationMinutes: random() < 0.1 ? 40 : 20,
    isOverbooking: random() < 0.1
  }
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
      async run({ world, ledger }) {
        const { conflicts } = await world.desk.call('portal.conflicts', { after: 0, limit: 50 })
        const conflict = pick(world.random, conflicts)
        const choice = conflict && pick(world.random, conflict.choices)
        if (!conflict || !choice) return
        if (conflict.localId !== null) ledger.touchedByDesk.add(conflict.localId)
        await world.desk.call('portal.decide', { id: conflict.id, choice })
      }
    },
    patientBooks: {
      weight: 8,
      run(run) {
        const acting = somebody(run)
        const place = acting && pick(run.world.random, freePlaces(acting.held).slice(0, 40))
        if (acting && place)
          book(acting, place, { type: place.types[0], isRequest: run.world.random() < 0.1 })
      }
    },
    patientCancels: {
      weight: 4,
      run(run) {
        const acting = somebody(run)
        const visits =
          acting && visitsOf(acting.held, acting.subject.id).filter(({ status }) => status === 'coming')
        const visit = visits && pick(run.world.random, visits)
        if (acting && visit) cancel(acting, visit)
      }
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
        if (state === 'epoch-changed') await world.answerEpoch(world.random() < 0.7 ? 'clinic' : 'portal')
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
