import type { IdentifierChangeId, PatientId } from '@contract/ids'
import type { NumberVerdict, Patient } from '@contract/patients'
import type { Reader } from '../../database/database'
import { toStoredInstant } from '../../platform/clock'
import type { Actor, Handlers } from '../../rpc/handlers'
import { readClinicDay, type ClinicDay } from './clinic-day'
import { findChanges, toIdentifierChange } from './identifier-changes.queries'
import { checkIdentifier } from './identifier-check'
import { addIdentifier, ceaseIdentifier, correctIdentifier, replaceNumber } from './identifier-steps'
import { findByNumberInUse, findIdentifiers, toIdentifier } from './identifiers.queries'
import type { NationalNumberCheck } from './national-number.rules'
import type { Opening, Openings } from './openings'
import { readHits, withoutKey } from './patient-hits.queries'
import { readPatient } from './patient-view'
import type { PatientDependencies } from './patients'
import { getPatientRow, touchPatient } from './patients.queries'
import { planReplacement } from './replacement.rules'
import { undoIdentifierChange } from './undo-identifier-change'
import type { IdentifierStep } from './write-number'

type IdentifierMethods =
  | 'identifiers.check'
  | 'identifiers.add'
  | 'identifiers.cease'
  | 'identifiers.correct'
  | 'identifiers.planReplacement'
  | 'identifiers.replace'
  | 'identifiers.history'
  | 'identifiers.undo'

interface Step<Result> {
  readonly action: string
  /** Kinds of numbers, never a number. */
  readonly detail?: string | null
  work(step: IdentifierStep): Promise<Result>
}

/** What a patient is known by: each change in one transaction with its history and the access log. */
export function identifierHandlers(
  { database, clock, audit, events, settings, neighbours }: PatientDependencies,
  openings: Openings
): Handlers<IdentifierMethods> {
  /** Openings of a record in which the history has been looked at: a panel that reads it anew is no new look. */
  const looked = new WeakSet<Opening>()

  async function change<Result>(
    patientId: PatientId,
    actor: Actor,
    { action, detail = null, work }: Step<Result>
  ): Promise<{ patient: Patient; result: Result }> {
    const day = await readClinicDay(clock, settings)
    const { announceAge, ...changed } = await database.write(async (transaction) => {
      const { birth_date: before } = await getPatientRow(transaction, patientId)
      const result = await work({ transaction, patientId, actor, day })
      const announceAge = await neighbours.birthDateChanged(transaction, patientId, { before, day })
      await touchPatient(transaction, patientId, toStoredInstant(day.now))
      await audit.record(transaction, actor, { action, patientId, detail })
      return { patient: await readPatient(transaction, patientId, { day, neighbours }), result, announceAge }
    })
    events.publish('patients.changed', { patientId })
    announceAge()
    return changed
  }

  async function keep(patientId: PatientId, actor: Actor, step: Step<IdentifierChangeId>) {
    const { patient, result } = await change(patientId, actor, step)
    return { patient, changeId: result }
  }

  return {
    async 'identifiers.check'({ patientId, type, country, text }) {
      const day = await readClinicDay(clock, settings)
      return await verdictOf(database.reader, checkIdentifier({ type, country, text }, day), {
        patientId,
        day
      })
    },
    'identifiers.add': async ({ patientId, ...draft }, { actor }) =>
      await keep(patientId, actor, {
        action: 'identifier.added',
        detail: draft.type,
        work: async (step) => await addIdentifier(step, draft)
      }),
    'identifiers.cease': async ({ patientId, ...ceased }, { actor }) =>
      await keep(patientId, actor, {
        action: 'identifier.ceased',
        work: async (step) => await ceaseIdentifier(step, ceased)
      }),
    'identifiers.correct': async ({ patientId, ...corrected }, { actor }) =>
      await keep(patientId, actor, {
        action: 'identifier.corrected',
        work: async (step) => await correctIdentifier(step, corrected)
      }),
    async 'identifiers.planReplacement'({ patientId, text }) {
      const { reader } = database
      const day = await readClinicDay(clock, settings)
      const check = checkIdentifier({ type: null, country: null, text }, day)
      const { birth_date } = await getPatientRow(reader, patientId)
      const identifiers = await findIdentifiers(reader, [patientId])
      const { ends, ...plan } = planReplacement(check, { identifiers, birthDate: birth_date })
      const verdict = await verdictOf(reader, check, { patientId, day })
      return { ...plan, questions: [...plan.questions], verdict, ends: ends.map(toIdentifier) }
    },
    'identifiers.replace': async ({ patientId, ...replacement }, { actor }) =>
      await keep(patientId, actor, {
        action: 'identifier.replaced',
        work: async (step) => await replaceNumber(step, replacement)
      }),
    async 'identifiers.history'({ patientId }, { actor, session }) {
      const opening = openings.find(session, actor, patientId)
      if (!database.isReadOnly && !(opening && looked.has(opening)))
        await database.write(async (transaction) => {
          await audit.record(transaction, actor, { action: 'identifier.history-opened', patientId })
        })
      if (opening) looked.add(opening)
      return (await findChanges(database.reader, patientId)).map(toIdentifierChange)
    },
    async 'identifiers.undo'({ patientId, changeId }, { actor }) {
      const { patient } = await change(patientId, actor, {
        action: 'identifier.change-undone',
        work: async (step) => await undoIdentifierChange(step, changeId)
      })
      return patient
    }
  }
}

/** The verdict with who has the number already, if that is another patient. */
async function verdictOf(
  reader: Reader,
  check: NationalNumberCheck,
  { patientId, day }: { patientId: PatientId | null; day: ClinicDay }
): Promise<NumberVerdict> {
  const holder = await findByNumberInUse(reader, check.normalized, check.country)
  const [hit] = holder === null || holder === patientId ? [] : await readHits(reader, [holder], { day })
  return {
    verdict: check.verdict,
    code: check.code,
    type: check.type,
    normalized: check.normalized,
    birthDate: check.birthDate?.toString() ?? null,
    takenBy: hit ? withoutKey(hit) : null
  }
}
