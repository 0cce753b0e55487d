import type { Appointment, CodeableConcept, ContactPoint, Reference, Task } from '@medplum/fhirtypes'
import {
  ACT_CODE,
  CONSENT_CHANNEL_SYSTEM,
  CONSENT_PURPOSE_SYSTEM,
  CONSENT_SCOPE,
  LOINC,
  LOINC_CONSENT
} from '../../../src-main/core/platform/fhir'
import { newId, type Random } from '../chance'
import { Refusal } from '../fhir/refusal'
import { BOOKING, CANCELLATION, CONTACT_CONFIRMED, CONTACT_STATE, REQUEST, WORDING } from './fhir-names'
import type { Held, KnownPatient } from './people'
import type { FreePlace, Visit } from './visits'

/** Who does something, and for whom. */
export interface Acting {
  readonly held: Held
  readonly random: Random
  readonly subject: KnownPatient
  /** `Patient/…` or, for a child, `RelatedPerson/…`. */
  readonly actor: string
}

/** @throws Refusal where somebody else was faster */
export function book(
  acting: Acting,
  place: FreePlace,
  { type, isRequest }: { type: CodeableConcept | undefined; isRequest: boolean }
): void {
  const { held, random, subject } = acting
  held.store.commit('portal', () => {
    const { slot } = place
    if (held.store.get('Slot', slot.id)?.status !== 'free') throw new Refusal(409, 'The slot is taken.')
    held.store.save({ ...slot, status: isRequest ? 'busy-tentative' : 'busy' })
    held.store.save({
      resourceType: 'Appointment',
      identifier: [{ system: BOOKING, value: newId(random) }],
      status: isRequest ? 'pending' : 'booked',
      ...(type === undefined ? {} : { serviceType: [type] }),
      start: place.start,
      end: place.end,
      slot: [{ reference: `Slot/${slot.id}` }],
      created: held.time.text(),
      participant: [
        { actor: { reference: `Patient/${subject.id}` }, status: 'accepted' },
        {
          actor: { reference: `Practitioner/${place.practitionerId}` },
          status: isRequest ? 'needs-action' : 'accepted'
        }
      ]
    })
  })
}

/** @throws Refusal 412 where the clinic has changed it meanwhile */
export function cancel({ held }: Acting, { id, version, slotId, start }: Visit): void {
  held.store.commit('portal', () => {
    const appointment = held.store.get('Appointment', id)
    if (!appointment || appointment.meta?.versionId !== version) throw new Refusal(412, 'It has changed.')
    const changed: Appointment = {
      ...appointment,
      status: 'cancelled',
      cancelationReason: { coding: [{ system: CANCELLATION, code: 'pat' }] }
    }
    held.store.save(changed)
    const slot = held.store.get('Slot', slotId ?? '')
    const isToCome = Date.parse(start) > held.time.nowMs()
    const isOurs = slot?.status === 'busy' || slot?.status === 'busy-tentative'
    if (slot && isOurs && isToCome) held.store.save({ ...slot, status: 'free' })
  })
}

export interface Request {
  readonly kind: 'move' | 'cancel' | 'message'
  readonly text: string
  readonly appointmentId?: string
}

export function ask({ held, subject, actor }: Acting, { kind, text, appointmentId }: Request): void {
  const focus: { focus?: Reference } =
    appointmentId === undefined ? {} : { focus: { reference: `Appointment/${appointmentId}` } }
  const task: Task = {
    resourceType: 'Task',
    status: 'requested',
    intent: 'order',
    code: { coding: [{ system: REQUEST, code: kind }] },
    for: { reference: `Patient/${subject.id}` },
    requester: { reference: actor },
    ...focus,
    authoredOn: held.time.text(),
    description: text
  }
  held.store.save(task)
}

export interface Choice {
  readonly purpose: string
  readonly channel: string
  readonly isGiven: boolean
}

export function consent({ held, subject, actor }: Acting, choices: readonly Choice[], version: string): void {
  held.store.commit('portal', () => {
    for (const { purpose, channel, isGiven } of choices)
      held.store.save({
        resourceType: 'Consent',
        status: 'active',
        scope: { coding: [{ system: CONSENT_SCOPE, code: 'patient-privacy' }] },
        category: [{ coding: [{ system: LOINC, code: LOINC_CONSENT }] }],
        patient: { reference: `Patient/${subject.id}` },
        performer: [{ reference: actor }],
        dateTime: held.time.text(),
        policy: [{ uri: `${WORDING}${version}` }],
        policyRule: { coding: [{ system: ACT_CODE, code: isGiven ? 'OPTIN' : 'OPTOUT' }] },
        provision: {
          type: isGiven ? 'permit' : 'deny',
          purpose: [{ system: CONSENT_PURPOSE_SYSTEM, code: purpose }],
          code: [{ coding: [{ system: CONSENT_CHANNEL_SYSTEM, code: channel }] }]
        }
      })
  })
}

/** `Object.entries` of what was decided last, by `purpose channel`; where two are as new, no beats yes. */
export function decisionsOf({ store }: Held, patientId: string): ReadonlyMap<string, boolean> {
  const decisions = new Map<string, { isGiven: boolean; at: string }>()
  for (const each of store.having('Consent', `patient=Patient/${patientId}`)) {
    const { provision, dateTime: at = '', status } = each
    const isGiven = status === 'active' && provision?.type === 'permit'
    const channel = provision?.code?.[0]?.coding?.[0]?.code ?? ''
    for (const { code: purpose = '' } of provision?.purpose ?? []) {
      const before = decisions.get(`${purpose} ${channel}`)
      const isNewer = !before || at > before.at || (at === before.at && !isGiven)
      if (isNewer) decisions.set(`${purpose} ${channel}`, { isGiven, at })
    }
  }
  return new Map([...decisions].map(([key, { isGiven }]) => [key, isGiven]))
}

/** A new one stands beside the one before until the clinic has seen to it; the one that was there needs no change. */
export function changeContact(
  { held, subject }: Acting,
  wishes: { readonly phone: string | null; readonly email: string | null }
): void {
  const telecom = (['phone', 'email'] as const).reduce<ContactPoint[]>(
    (points, system) => withWish(points, system, wishes[system]),
    subject.telecom ?? []
  )
  held.store.save({ ...subject, telecom })
}

function withWish(points: ContactPoint[], system: 'phone' | 'email', value: string | null): ContactPoint[] {
  const others = points.filter((point) => point.system !== system || !isClaim(point))
  if (value === null || others.some((point) => point.system === system && point.value === value))
    return others
  const claim: ContactPoint = {
    extension: [{ url: CONTACT_STATE, valueCode: 'unverified' }],
    system,
    use: system === 'phone' ? 'mobile' : 'home',
    value
  }
  return [...others, claim]
}

export function confirmContact({ held, subject }: Acting): void {
  const now = held.time.text()
  const telecom = (subject.telecom ?? []).map((point) =>
    isClaim(point) || point.use === 'old'
      ? point
      : {
          ...point,
          extension: [
            ...(point.extension ?? []).filter(({ url }) => url !== CONTACT_CONFIRMED),
            { url: CONTACT_CONFIRMED, valueDateTime: now }
          ]
        }
  )
  held.store.save({ ...subject, telecom })
}

function isClaim({ extension }: ContactPoint): boolean {
  return extension?.some(({ url, valueCode }) => url === CONTACT_STATE && valueCode === 'unverified') === true
}
