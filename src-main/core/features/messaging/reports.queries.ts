import type { Insertable, Selectable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { literal } from '../../database/literal'
import { prepared, type Slots } from '../../database/prepared'
import type { EarlyReportTable, MessagePartTable } from '../../database/tables/messaging'

export type PartRow = Selectable<MessagePartTable>
export type EarlyReportRow = Selectable<EarlyReportTable>

const COLUMNS = [
  'id',
  'message_id',
  'part',
  'total',
  'recipient',
  'imei',
  'mr',
  'state',
  'submitted_at',
  'accepted_at',
  'report_status',
  'report_outcome',
  'reported_at'
] as const

/** The number’s digits are compared too, so there are hardly ever two. */
const MOST_WITH_REFERENCE = 50

const byReference = prepared(
  (
    reader: Reader,
    {
      mr,
      digits,
      count,
      since
    }: Slots<{
      mr: number
      digits: string
      count: number
      since: string
    }>
  ) =>
    reader
      .selectFrom('message_part')
      .select(COLUMNS)
      .where('state', '=', literal('accepted'))
      .where('mr', '=', mr)
      // Not `like`: SQLite would prepare the statement anew for each pattern.
      .where(({ fn, neg }) => fn<string>('substr', ['recipient', neg(count)]), '=', digits)
      .where('submitted_at', '>=', since)
      .orderBy('submitted_at', 'desc')
      .orderBy('id', 'desc')
      .limit(MOST_WITH_REFERENCE)
)

/** Accepted parts with this reference to such a number, newest first: references come round again after 256. */
export async function acceptedWithReference(
  reader: Reader,
  { lastDigits, ...sought }: { mr: number; lastDigits: string; since: string }
): Promise<PartRow[]> {
  return await byReference.all(reader, { ...sought, digits: lastDigits, count: lastDigits.length })
}

/** Parts of which nobody knows whether the network has them, newest first. */
export async function unknownParts(reader: Reader, since: string): Promise<PartRow[]> {
  return await reader
    .selectFrom('message_part')
    .select(COLUMNS)
    .where('state', '=', literal('unknown'))
    .where('submitted_at', '>=', since)
    .orderBy('id', 'desc')
    .limit(200)
    .execute()
}

/** To whom a part is on the air just now; one for each modem at most. */
export async function receiversOnAir(reader: Reader): Promise<string[]> {
  const rows = await reader
    .selectFrom('message')
    .innerJoin('message_part', 'message_part.message_id', 'message.id')
    .select('message_part.recipient')
    .where('message.state', '=', literal('sending'))
    .where('message_part.state', '=', literal('submitted'))
    .orderBy('message_part.id')
    .limit(50)
    .execute()
  return rows.map(({ recipient }) => recipient)
}

/** The reference of the last part this modem accepted before the part given. */
export async function referenceBefore(reader: Reader, part: PartRow): Promise<number | null> {
  let query = reader
    .selectFrom('message_part')
    .select('mr')
    .where('state', '=', literal('accepted'))
    .where('id', '<', part.id)
  if (part.imei !== null) query = query.where('imei', '=', part.imei)
  const row = await query.orderBy('id', 'desc').limit(1).executeTakeFirst()
  return row?.mr ?? null
}

export async function partsOf(reader: Reader, messageId: PartRow['message_id']): Promise<PartRow[]> {
  return await reader
    .selectFrom('message_part')
    .select(COLUMNS)
    .where('message_id', '=', messageId)
    .orderBy('part')
    .limit(255)
    .execute()
}

interface ReportedPart {
  readonly state: 'accepted'
  readonly mr: number
  readonly imei: string | null
  readonly accepted_at: string
  readonly report_status: number
  readonly report_outcome: PartRow['report_outcome']
  readonly reported_at: string
}

const reporting = prepared(
  (transaction: Transaction, { id, ...fields }: Slots<ReportedPart & { id: number }>) =>
    transaction.updateTable('message_part').set(fields).where('id', '=', id)
)

export async function writeReport(
  transaction: Transaction,
  part: PartRow,
  report: { mr: number; imei: string | null; status: number; outcome: PartRow['report_outcome']; at: string }
): Promise<void> {
  await reporting.run(transaction, {
    id: part.id,
    state: 'accepted',
    mr: report.mr,
    imei: part.imei ?? report.imei,
    accepted_at: part.accepted_at ?? report.at,
    report_status: report.status,
    report_outcome: report.outcome,
    reported_at: report.at
  })
}

export async function keepEarlyReport(
  transaction: Transaction,
  report: Insertable<EarlyReportTable>
): Promise<void> {
  await transaction.insertInto('early_report').values(report).execute()
}

/** Reports that found no message yet, newest first; those that came before `since` are dropped. */
export async function earlyReports(transaction: Transaction, since: string): Promise<EarlyReportRow[]> {
  await transaction.deleteFrom('early_report').where('received_at', '<', since).execute()
  return await transaction
    .selectFrom('early_report')
    .select(['id', 'imei', 'mr', 'recipient', 'status', 'outcome', 'smsc_at', 'received_at'])
    .orderBy('id', 'desc')
    .limit(500)
    .execute()
}

export async function dropEarlyReport(transaction: Transaction, id: number): Promise<void> {
  await transaction.deleteFrom('early_report').where('id', '=', id).execute()
}
