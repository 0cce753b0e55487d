import type { Communication, Identifier } from '@medplum/fhirtypes'
import type { ConsentChannel } from '@contract/consents'
import type { MessagePurpose, MessageState } from '@contract/messages'
import type { Instant } from '@contract/values'
import { given, listed, metaOf, referenceTo } from './elements.rules'
import { MESSAGE_PURPOSE, PARTICIPATION_MODE, type PortalClinic } from './systems.rules'

/** That a message was sent and what became of it; never its words, nor the number it went to. */
export interface MessageFacts {
  /** What the clinic finds it again by. */
  readonly own: Identifier
  /** The portal's id of the patient. */
  readonly patientRemoteId: string
  readonly appointmentRemoteId: string | null
  readonly purpose: MessagePurpose
  readonly channel: ConsentChannel
  readonly state: MessageState
  readonly sentAt: Instant | null
  readonly deliveredAt: Instant | null
}

const STATUS = {
  queued: 'preparation',
  sending: 'in-progress',
  sent: 'completed',
  delivered: 'completed',
  failed: 'not-done',
  uncertain: 'unknown',
  expired: 'not-done',
  superseded: 'stopped',
  blocked: 'not-done',
  cancelled: 'stopped'
} as const satisfies Record<MessageState, Communication['status']>

const MEDIUM = { sms: 'SMSWRIT', email: 'EMAILWRIT' } as const satisfies Record<ConsentChannel, string>

export function toCommunication(facts: MessageFacts, clinic: PortalClinic): Communication {
  const about = facts.appointmentRemoteId
  return {
    resourceType: 'Communication',
    ...metaOf('Communication', clinic),
    identifier: [facts.own],
    status: STATUS[facts.state],
    category: [{ coding: [{ system: MESSAGE_PURPOSE, code: facts.purpose }] }],
    medium: [{ coding: [{ system: PARTICIPATION_MODE, code: MEDIUM[facts.channel] }] }],
    subject: referenceTo('Patient', facts.patientRemoteId),
    ...listed('about', about === null ? [] : [referenceTo('Appointment', about)]),
    ...given('sent', facts.sentAt),
    ...given('received', facts.deliveredAt)
  }
}
