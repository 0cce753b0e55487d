import type { ConsentChoice, ConsentDecision, ConsentPurpose } from '@contract/consents'
import type { InboundMessageId, MessageId, PatientId, UserId } from '@contract/ids'
import type { Generated } from 'kysely'

export interface ConsentDecisionTable {
  id: Generated<number>
  patient_id: PatientId
  purpose: ConsentDecision['purpose']
  channel: ConsentDecision['channel']
  decision: ConsentDecision['decision']
  legal_basis: ConsentDecision['legalBasis']
  wording_version: string
  decided_at: string
  how: ConsentDecision['how']
  signed_on: string | null
  undoes: number | null
  user_id: UserId | null
}

/** Asked by an SMS; whose it is stands with the message. */
export interface ConsentQuestionTable {
  message_id: MessageId
  purpose: ConsentPurpose
  wording_version: string
  answer: ConsentChoice['decision'] | null
  inbound_message_id: InboundMessageId | null
  decision_id: number | null
}

export interface ConsentTables {
  consent_decision: ConsentDecisionTable
  consent_question: ConsentQuestionTable
}
