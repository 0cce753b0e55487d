import type { CodeFilter } from '@contract/codes'
import type { CodeId, PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import { literal } from '../../database/literal'
import { NOT_ARRIVED, ON_THE_WAY } from './code-life.rules'

export interface CodeLifePage {
  readonly patientId: PatientId | null
  readonly filter: CodeFilter
  readonly beforeId: CodeId | null
  readonly limit: number
  readonly now: string
}

/** Codes with what became of their messages, newest first. The hash stays where it is. */
export async function listCodeLives(
  reader: Reader,
  { patientId, filter, beforeId, limit, now }: CodeLifePage
) {
  let query = selectLives(reader)
  if (patientId !== null) query = query.where('code.patient_id', '=', patientId)
  if (beforeId !== null) query = query.where('code.id', '<', beforeId)
  if (filter === 'used') query = query.where('code.state', '=', literal('used'))
  if (filter === 'not-arrived')
    query = query.where('code.state', '<>', 'used').where('message.state', 'in', NOT_ARRIVED)
  if (filter === 'on-the-way')
    query = query
      .where('code.state', '=', literal('active'))
      .where('code.expires_at', '>', now)
      .where('message.state', 'in', ON_THE_WAY)
  if (filter === 'lapsed')
    query = query
      .where('message.state', 'not in', NOT_ARRIVED)
      .where(({ eb, and, or }) =>
        or([
          eb('code.state', 'in', ['replaced', 'ended', 'expired']),
          and([eb('code.state', '=', literal('active')), eb('code.expires_at', '<=', now)])
        ])
      )
  return await query.orderBy('code.id', 'desc').limit(limit).execute()
}

export type CodeLifeRow = Awaited<ReturnType<typeof listCodeLives>>[number]

function selectLives(reader: Reader) {
  return reader
    .selectFrom('one_time_code as code')
    .innerJoin('message', 'message.id', 'code.message_id')
    .innerJoin('patient', 'patient.id', 'code.patient_id')
    .leftJoin('user', 'user.id', 'code.asked_by')
    .leftJoin('message_part as part', (join) =>
      join.onRef('part.message_id', '=', 'message.id').on('part.part', '=', 1)
    )
    .select([
      'code.id',
      'code.patient_id',
      'code.message_id',
      'code.channel',
      'code.mobile',
      'code.source',
      'code.state',
      'code.tries',
      'code.asked_at',
      'code.expires_at',
      'code.ended_at',
      'patient.given_name',
      'patient.family_name',
      'user.name as asked_by_name',
      'part.submitted_at',
      'message.state as message_state',
      'message.reason',
      'message.sent_at',
      'message.delivered_at',
      'message.ended_at as message_ended_at'
    ])
}
