import type { ConsentDecision } from '@contract/consents'
import type { PatientId, UserId } from '@contract/ids'
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

export interface ConsentTables {
  consent_decision: ConsentDecisionTable
}
