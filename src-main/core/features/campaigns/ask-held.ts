import { changeCheck, checksOfMessage, heldChecks } from './check.queries'
import type { Filling } from './filling'

/** What a pause took back is judged anew, each message with all it asked about. @returns how many were seen to */
export async function askHeld(filling: Filling, limit: number): Promise<number> {
  const { context, transaction, campaign, moment } = filling
  const held = await heldChecks(transaction, campaign.id, limit)
  const seen = new Set<number>()
  for (const check of held) {
    const before = check.message_id
    if (before === null || seen.has(before)) continue
    seen.add(before)
    const checks = (await checksOfMessage(transaction, before)).filter(({ delivery }) => delivery === 'held')
    const address = await context.messages.addressOf(transaction, check.patient_id, moment)
    const refusal = address.ok ? null : address.reason
    const messageId =
      address.ok && address.recipient === check.mobile
        ? await context.messages.ask(
            transaction,
            {
              key: `campaign/${campaign.id}/${check.patient_id}/after-${before}`,
              patientId: check.patient_id,
              ...address
            },
            moment
          )
        : null
    const change =
      messageId === null
        ? { delivery: 'excluded' as const, reason: refusal ?? 'mobile-changed' }
        : { delivery: 'queued' as const, reason: null, message_id: messageId }
    for (const { id } of checks) await changeCheck(transaction, id, change)
  }
  return seen.size
}
