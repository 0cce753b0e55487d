import type { AppointmentId, LetterId, MessageId, PatientId, UserId } from '@contract/ids'
import type { Letter, LetterCause, LetterKind } from '@contract/letters'
import type { Language } from '@contract/values'
import type { Generated } from 'kysely'

export interface LetterTable {
  id: Generated<LetterId>
  /** Names a letter the program makes by itself. */
  key: string | null
  patient_id: PatientId
  appointment_id: AppointmentId | null
  about_start: string | null
  message_id: MessageId | null
  kind: LetterKind
  language: Language
  subject: string
  body: string
  /** Null: a person wrote it, and it is printed as it stands. */
  template_version: number | null
  cause: LetterCause
  state: Letter['state']
  reason: string | null
  created_at: string
  created_by: UserId | null
  printed_at: string | null
  printed_by: UserId | null
  ended_at: string | null
}

export interface LetterStepTable {
  id: Generated<number>
  letter_id: LetterId
  step: 'made' | 'printed' | 'printed-again' | 'taken-back' | 'withdrawn' | 'restored'
  taken_at: string
  user_id: UserId | null
}

export interface LetterTemplateTable {
  id: Generated<number>
  kind: LetterKind
  language: Language
  version: number
  subject: string
  body: string
  created_at: string
  created_by: UserId | null
}

export interface LetterTables {
  letter: LetterTable
  letter_step: LetterStepTable
  letter_template: LetterTemplateTable
}
