import { Temporal } from 'temporal-polyfill'
import type { Transaction } from '../../database/database'
import type { DeliveryReport } from '../../modem'
import type { Moment } from './context'
import { storedMoment } from './moment'
import { changeMessage, findMessage, type MessageRow } from './outbox.queries'
import {
  acceptedWithReference,
  dropEarlyReport,
  earlyReports,
  keepEarlyReport,
  partsOf,
  receiversOnAir,
  referenceBefore,
  unknownParts,
  writeReport,
  type PartRow
} from './reports.queries'
import { isNextReference, isSameModem, isSameRecipient, lastDigits, mayConcern } from './reports.rules'

const REPORT_DAYS_MS = 8 * 24 * 60 * 60 * 1_000
const EARLY_MINUTES = 5

type Report = Pick<DeliveryReport, 'imei' | 'mr' | 'recipient' | 'status' | 'outcome' | 'smscAt'>

export type ReportOutcome =
  | { readonly kind: 'changed'; readonly message: MessageRow }
  /** It says nothing new about its message. */
  | { readonly kind: 'known' }
  /** It finds no message yet and is kept for five minutes. */
  | { readonly kind: 'early' }

/** Writes a delivery report to its message. */
export async function applyReport(
  transaction: Transaction,
  report: Report,
  moment: Moment
): Promise<ReportOutcome> {
  const part = await partOf(transaction, report, moment)
  if (!part) {
    await keepEarlyReport(transaction, {
      imei: report.imei,
      mr: report.mr,
      recipient: report.recipient,
      status: report.status,
      outcome: report.outcome,
      smsc_at: report.smscAt ? storedMoment(report.smscAt) : null,
      received_at: storedMoment(moment.now)
    })
    return { kind: 'early' }
  }
  const message = await settlePart(transaction, { part, report, moment })
  return message ? { kind: 'changed', message } : { kind: 'known' }
}

/**
 * Looks again at the reports that came early, after an answer was written or an outcome became unknown.
 * `left`: so many have found no message yet.
 */
export async function applyEarlyReports(
  transaction: Transaction,
  moment: Moment
): Promise<{ changed: MessageRow[]; left: number }> {
  const changed: MessageRow[] = []
  const since = storedMoment(moment.now.subtract({ minutes: EARLY_MINUTES }))
  let left = 0
  for (const row of await earlyReports(transaction, since)) {
    const report = { ...row, smscAt: row.smsc_at === null ? null : Temporal.Instant.from(row.smsc_at) }
    const part = await partOf(transaction, report, moment)
    if (part) {
      await dropEarlyReport(transaction, row.id)
      const message = await settlePart(transaction, { part, report, moment })
      if (message) changed.push(message)
    } else left++
  }
  return { changed, left }
}

async function partOf(transaction: Transaction, report: Report, moment: Moment): Promise<PartRow | null> {
  return (await acceptedPart(transaction, report, moment)) ?? (await unknownPart(transaction, report, moment))
}

function since({ now }: Moment): string {
  return new Date(now.epochMilliseconds - REPORT_DAYS_MS).toISOString()
}

async function acceptedPart(
  transaction: Transaction,
  report: Report,
  moment: Moment
): Promise<PartRow | null> {
  const sought = { mr: report.mr, lastDigits: lastDigits(report.recipient), since: since(moment) }
  const parts = await acceptedWithReference(transaction, sought)
  const isTheSame = (part: PartRow): boolean =>
    isSameModem(part.imei, report.imei) && isSameRecipient(part.recipient, report.recipient)
  return parts.find(isTheSame) ?? null
}

/**
 * The part of unknown outcome that a report proves accepted: the one whose reference is the next after the last
 * accepted, or the only one to that receiver. While another part to the same receiver is on the air nothing is
 * concluded: the report may be about that one, and the modem's answer will tell.
 */
async function unknownPart(
  transaction: Transaction,
  report: Report,
  moment: Moment
): Promise<PartRow | null> {
  const parts = (await unknownParts(transaction, since(moment))).filter((part) => mayConcern(report, part))
  if (parts.length === 0) return null
  const onAir = await receiversOnAir(transaction)
  if (onAir.some((recipient) => isSameRecipient(recipient, report.recipient))) return null
  for (const part of parts) {
    if (isNextReference(await referenceBefore(transaction, part), report.mr)) return part
  }
  return parts.length === 1 ? (parts[0] ?? null) : null
}

async function settlePart(
  transaction: Transaction,
  { part, report, moment }: { part: PartRow; report: Report; moment: Moment }
): Promise<MessageRow | null> {
  const at = storedMoment(moment.now)
  // A late "still trying" says nothing new about a part that has arrived.
  if (part.report_outcome === 'delivered' && report.outcome !== 'delivered') return null
  await writeReport(transaction, part, { ...report, at })
  const message = await findMessage(transaction, part.message_id)
  if (!message) return null
  const reported = { ...part, state: 'accepted' as const, report_outcome: report.outcome }
  const change = await changeAfterReport(transaction, { message, reported, report, at })
  if (change) await changeMessage(transaction, { id: message.id, from: message.state }, change)
  return change ? message : null
}

async function changeAfterReport(
  transaction: Transaction,
  { message, reported, report, at }: { message: MessageRow; reported: PartRow; report: Report; at: string }
) {
  if (message.state !== 'sent' && message.state !== 'uncertain') return null
  if (report.outcome === 'failed') return lost(report.status, at)
  const { total } = reported
  const parts = total === 1 ? [reported] : await partsOf(transaction, message.id)
  // The report of an earlier part may have come while a later one was on the air.
  const failed = parts.find(({ report_outcome }) => report_outcome === 'failed')
  if (failed) return lost(failed.report_status ?? report.status, at)
  const accepted = parts.filter(({ state }) => state === 'accepted').length
  if (accepted < total) return goOnWith(message, { accepted, at })
  const isDelivered = parts.every(({ report_outcome }) => report_outcome === 'delivered')
  return {
    state: isDelivered ? ('delivered' as const) : ('sent' as const),
    reason: null,
    parts_accepted: total,
    sent_at: message.sent_at ?? at,
    delivered_at: isDelivered ? at : null,
    ended_at: message.sent_at ?? at
  }
}

function lost(status: number, at: string) {
  return { state: 'failed' as const, reason: `status-${status}`, ended_at: at }
}

/** The report proves one part of a long message; what has not left yet may follow while there is time. */
function goOnWith(message: MessageRow, { accepted, at }: { accepted: number; at: string }) {
  if (message.state !== 'uncertain') return null
  if (message.expires_at <= at || message.purpose === 'one-time-code')
    return { state: 'failed' as const, reason: 'partly-sent', ended_at: at }
  return { state: 'queued' as const, reason: null, parts_accepted: accepted, due_at: at, ended_at: null }
}
