import type { Consent } from '@medplum/fhirtypes'
import { PatientId } from '@contract/ids'
import type { Transaction } from '../../../database/database'
import { toStoredInstant } from '../../../platform/clock'
import { decide } from '../../consents'
import { standingPatientId } from '../../patients'
import type { PortalIncoming, PortalKind, PortalOutcome } from '../kind'
import { consentFrom, toConsent, type HeldConsent } from '../mapping/consent.rules'
import { keepForeign } from '../mapping/keep-foreign.rules'
import { findConsent, idsAfter, tiesOf } from '../portal-rows.queries'
import { unknownWithdrawal } from './consent-withdrawal.queries'
import { dayOf, PORTAL_ACTOR, type KindContext } from './context'
import { KNOWN_DAYS_BACK } from './patient.kind'

/** Each decision is a resource of its own on both sides and never changes. */
export function consentKind(context: KindContext): PortalKind<'Consent'> {
  return {
    type: 'Consent',
    check: context.check,
    list: async (reader, page) => await idsAfter(reader, 'consent_decision', page),
    async read(rows, { localId, base, remoteId, identifier }) {
      const row = await findConsent(rows.reader, localId)
      if (!row || row.purpose === null || row.channel === null) return { is: 'none' }
      if (row.decision === 'reserved' || row.decision === 'reservation-ended') return { is: 'none' }
      // One that was made at the portal only gets the clinic's number.
      if (base && row.how === 'portal')
        return {
          is: 'body',
          body: { ...withoutServerParts(base), identifier: [identifier, ...othersOf(base, identifier)] }
        }
      if (base === null) {
        const served = await context.served(rows, row.patient_id)
        if (served.is === 'waits') return served
        if (served.is === 'not-served') return { is: 'none' }
      }
      const mark = { type: 'Patient', localId: row.patient_id } as const
      const patientRemoteId = await remoteId(mark)
      if (patientRemoteId === null) return { is: 'waits', mark }
      const facts = {
        own: identifier,
        patientRemoteId,
        purpose: row.purpose,
        channel: row.channel,
        decision: row.decision,
        wordingVersion: row.wording_version,
        decidedAt: row.decided_at
      }
      return { is: 'body', body: keepForeign(toConsent(facts, await context.clinic(rows)), base) }
    },
    apply: async (transaction, incoming) => await applyConsent(context, transaction, incoming),
    /** Who reminds the patient stands in each appointment. */
    async after(reader, { localId, before }) {
      const row = before === null ? await findConsent(reader, localId) : undefined
      if (row?.purpose !== 'appointment-reminder') return []
      const since = toStoredInstant(context.clock.now().subtract({ hours: 24 * KNOWN_DAYS_BACK }))
      const { appointments } = await tiesOf(reader, PatientId.parse(row.patient_id), { since })
      return appointments.map((id) => ({ type: 'Appointment', localId: id }))
    }
  }
}

function withoutServerParts(base: Consent): Consent {
  const { id: _id, meta: _meta, ...rest } = base
  return rest
}

function othersOf({ identifier = [] }: Consent, own: { system: string }): NonNullable<Consent['identifier']> {
  return identifier.filter(({ system }) => system !== own.system)
}

async function applyConsent(
  context: KindContext,
  transaction: Transaction,
  { resource, localId, localIdOf }: PortalIncoming<Consent>
): Promise<PortalOutcome> {
  if (localId !== null) return { is: 'nothing', localId }
  const reading = consentFrom(resource)
  if (!reading.ok) return { is: 'refused', reason: reading.reason }
  const known = await localIdOf('Patient', resource.patient?.reference)
  if (known === null) return { is: 'refused', reason: 'patient-unknown' }
  const patientId = await standingPatientId(transaction, PatientId.parse(known))
  const ids = await record(context, transaction, { patientId, consent: reading.consent })
  const [first] = ids
  return first === undefined ? { is: 'nothing', localId: null } : { is: 'applied', localId: first }
}

/**
 * A grant that was given without knowing of a withdrawal made here stands in the history, and the withdrawal after it
 * once more: the newest row counts, and withdrawal beats grant without a look at any clock.
 */
async function record(
  context: KindContext,
  transaction: Transaction,
  { patientId, consent }: { patientId: PatientId; consent: HeldConsent }
): Promise<number[]> {
  const { purpose, channel, decision, wordingVersion } = consent
  const day = await dayOf(context, transaction)
  const source = { how: 'portal', actor: PORTAL_ACTOR, day, wordingVersion } as const
  const isOverruled =
    decision === 'given' && (await unknownWithdrawal(transaction, { patientId, purpose, channel }))
  const decisions = [{ purpose, channel, decision }]
  const done = await decide(context.consents, transaction, {
    patientId,
    decisions: isOverruled ? [...decisions, { purpose, channel, decision: 'withdrawn' as const }] : decisions,
    ...source
  })
  context.afterCommit(() => done.announce())
  return done.recorded.decisionIds
}
