import type { Consent, Identifier } from '@medplum/fhirtypes'
import { CONSENT_CHANNELS, CONSENT_PURPOSES } from '@contract/choices'
import type { ConsentChannel, ConsentDecision, ConsentPurpose } from '@contract/consents'
import type { Instant } from '@contract/values'
import {
  ACT_CODE,
  CONSENT_CHANNEL_SYSTEM,
  CONSENT_PURPOSE_SYSTEM,
  CONSENT_SCOPE,
  LOINC,
  LOINC_CONSENT
} from '../../../platform/fhir'
import { codeOf, metaOf, referencedId, referenceTo } from './elements.rules'
import { WORDING_URI, type PortalClinic } from './systems.rules'

/** One row of the history; a Consent is never changed, a later one takes its place. */
export interface ConsentFacts {
  /** What the clinic finds it again by. */
  readonly own: Identifier
  /** The portal's id of the patient. */
  readonly patientRemoteId: string
  readonly purpose: ConsentPurpose
  readonly channel: ConsentChannel
  readonly decision: Extract<ConsentDecision['decision'], 'given' | 'withdrawn' | 'undecided'>
  readonly wordingVersion: string
  readonly decidedAt: Instant
}

/** That a decision was a mistake, and that nothing had been decided before it, permits nothing either. */
export function toConsent(facts: ConsentFacts, clinic: PortalClinic): Consent {
  const { decision, purpose, channel } = facts
  const isGiven = decision === 'given'
  return {
    resourceType: 'Consent',
    ...metaOf('Consent', clinic),
    identifier: [facts.own],
    status: decision === 'undecided' ? 'inactive' : 'active',
    scope: { coding: [{ system: CONSENT_SCOPE, code: 'patient-privacy' }] },
    category: [{ coding: [{ system: LOINC, code: LOINC_CONSENT }] }],
    patient: referenceTo('Patient', facts.patientRemoteId),
    dateTime: facts.decidedAt,
    policy: [{ uri: `${WORDING_URI}${facts.wordingVersion}` }],
    policyRule: { coding: [{ system: ACT_CODE, code: isGiven ? 'OPTIN' : 'OPTOUT' }] },
    provision: {
      type: isGiven ? 'permit' : 'deny',
      purpose: [{ system: CONSENT_PURPOSE_SYSTEM, code: purpose }],
      code: [{ coding: [{ system: CONSENT_CHANNEL_SYSTEM, code: channel }] }]
    }
  }
}

/** What the portal says was decided there. */
export interface HeldConsent {
  readonly patientRemoteId: string
  readonly purpose: ConsentPurpose
  readonly channel: ConsentChannel
  readonly decision: 'given' | 'withdrawn'
  /** As the portal names what it showed; the clinic has the words of its own versions only. */
  readonly wordingVersion: string
}

export type ConsentReading =
  { readonly ok: true; readonly consent: HeldConsent } | { readonly ok: false; readonly reason: string }

const WORDING = /^[A-Za-z0-9._-]{1,100}$/

/** A consent counts only as far as it says for what, by which channel and in which words. */
export function consentFrom(consent: Consent): ConsentReading {
  const { provision, policy = [] } = consent
  const purpose = provision?.purpose?.find(({ system }) => system === CONSENT_PURPOSE_SYSTEM)?.code
  const channel = codeOf(provision?.code, CONSENT_CHANNEL_SYSTEM)
  const known = {
    patientRemoteId: referencedId(consent.patient, 'Patient'),
    purpose: CONSENT_PURPOSES.find((one) => one === purpose),
    channel: CONSENT_CHANNELS.find((one) => one === channel)
  }
  const wording = policy.find(({ uri }) => uri?.startsWith(WORDING_URI))?.uri?.slice(WORDING_URI.length) ?? ''
  if (known.patientRemoteId === null) return { ok: false, reason: 'consent-patient' }
  if (known.purpose === undefined) return { ok: false, reason: 'consent-purpose' }
  if (known.channel === undefined) return { ok: false, reason: 'consent-channel' }
  if (!WORDING.test(wording)) return { ok: false, reason: 'consent-wording' }
  // What does not clearly permit denies.
  const isGiven = consent.status === 'active' && provision?.type === 'permit'
  return {
    ok: true,
    consent: {
      patientRemoteId: known.patientRemoteId,
      purpose: known.purpose,
      channel: known.channel,
      decision: isGiven ? 'given' : 'withdrawn',
      wordingVersion: wording
    }
  }
}
