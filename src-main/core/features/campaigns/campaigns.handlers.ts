import { ContactCheckId, type CampaignId } from '@contract/ids'
import type { MethodName } from '@contract/index'
import type { Campaign } from '@contract/campaigns'
import type { Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { toStoredInstant } from '../../platform/clock'
import type { Actor, Handlers } from '../../rpc/handlers'
import { momentOf, type MessagingMoment } from '../messaging'
import {
  changeCampaign,
  findCampaign,
  insertCampaign,
  isAnyUnderWay,
  newestCampaigns,
  type CampaignRow
} from './campaign.queries'
import { standingsOf } from './campaign.rules'
import { changeCheck, checksOfMessage, queuedChecks } from './check.queries'
import { peopleStanding } from './people.queries'
import type { CampaignContext } from './context'
import { confirmedUntil, previewPart } from './preview'
import { toCampaigns, toPerson } from './views'

export type CampaignMethods = Extract<MethodName, `campaigns.${string}`>

/** More never wait at once. */
const MOST_QUEUED = 200

export function campaignHandlers(context: CampaignContext): Handlers<CampaignMethods> {
  const { database, settings, clock, audit, look, messages } = context
  const readMoment = async (): Promise<MessagingMoment> => momentOf(await settings.read(), clock.now())

  /** Changes one campaign in a logged transaction and answers with it as it is then. */
  async function change(
    actor: Actor,
    action: string,
    work: (transaction: Transaction, moment: MessagingMoment) => Promise<CampaignId>
  ): Promise<Campaign> {
    const moment = await readMoment()
    const id = await database.write(async (transaction) => {
      const changedId = await work(transaction, moment)
      await audit.record(transaction, actor, { action, patientId: null, detail: `campaign ${changedId}` })
      return changedId
    })
    context.changed()
    const row = await findCampaign(database.reader, id)
    const [campaign] = await toCampaigns(database.reader, row ? [row] : [], moment.day.today.toString())
    if (!campaign) throw new AppError('not-found')
    return campaign
  }

  /** @throws AppError `campaign-changed` when it is in another state by now */
  async function become(
    transaction: Transaction,
    { id, from }: { id: CampaignId; from: readonly CampaignRow['state'][] },
    fields: Parameters<typeof changeCampaign>[2]
  ): Promise<void> {
    if (!(await changeCampaign(transaction, { id, from }, fields))) throw new AppError('campaign-changed')
  }

  async function takeBackQueued(
    transaction: Transaction,
    id: CampaignId,
    moment: MessagingMoment
  ): Promise<void> {
    for (const { message_id: messageId } of await queuedChecks(transaction, id, MOST_QUEUED)) {
      if (messageId === null || !(await messages.takeBack(transaction, messageId, moment))) continue
      for (const check of await checksOfMessage(transaction, messageId))
        await changeCheck(transaction, check.id, { delivery: 'held', reason: null })
    }
  }

  return {
    'campaigns.preview': async ({ criteria, cursor }, { actor }) => {
      const moment = await readMoment()
      return await look(actor, { action: 'campaign.previewed', patientId: null }, (reader) =>
        previewPart(messages, reader, { criteria, cursor, moment })
      )
    },
    'campaigns.list': async () => {
      const { day } = await readMoment()
      return await toCampaigns(database.reader, await newestCampaigns(database.reader), day.today.toString())
    },
    'campaigns.start': async (criteria, { actor }) =>
      await change(actor, 'campaign.started', async (transaction, moment) => {
        if (await isAnyUnderWay(transaction)) throw new AppError('campaign-under-way')
        return await insertCampaign(transaction, {
          state: 'running',
          confirmed_until: confirmedUntil(criteria, moment),
          older_than_months: criteria.olderThanMonths,
          only_never_verified: criteria.onlyNeverVerified ? 1 : 0,
          gp_clinician_id: criteria.gpClinicianId,
          not_asked_months: criteria.notAskedMonths,
          per_day: criteria.perDay,
          cursor_key: null,
          cursor_id: null,
          filled_on: null,
          filled: 0,
          created_at: toStoredInstant(moment.now),
          created_by: actor.userId,
          ended_at: null
        })
      }),
    'campaigns.pause': async ({ id }, { actor }) =>
      await change(actor, 'campaign.paused', async (transaction, moment) => {
        await become(transaction, { id, from: ['running'] }, { state: 'paused' })
        await takeBackQueued(transaction, id, moment)
        return id
      }),
    'campaigns.resume': async ({ id }, { actor }) =>
      await change(actor, 'campaign.resumed', async (transaction) => {
        if (await isAnyUnderWay(transaction, id)) throw new AppError('campaign-under-way')
        await become(transaction, { id, from: ['paused', 'stopped'] }, { state: 'running', ended_at: null })
        return id
      }),
    'campaigns.stop': async ({ id }, { actor }) =>
      await change(actor, 'campaign.stopped', async (transaction, moment) => {
        const stopped = { state: 'stopped', ended_at: toStoredInstant(moment.now) } as const
        await become(transaction, { id, from: ['running', 'paused'] }, stopped)
        await takeBackQueued(transaction, id, moment)
        return id
      }),
    'campaigns.people': async ({ id, figure, cursor, limit }, { actor }) => {
      const entry = { action: 'campaign.list-opened', patientId: null, detail: `campaign ${id} ${figure}` }
      const standings = standingsOf(figure)
      const after = afterOf(cursor)
      const rows = await look(actor, entry, (reader) =>
        peopleStanding(reader, id, { standings, after, limit })
      )
      const last = rows.at(-1)
      return {
        people: rows.map(toPerson),
        nextCursor: rows.length === limit && last ? String(last.id) : null
      }
    }
  }
}

/** @throws AppError `invalid-input` for a cursor that no answer gave out */
function afterOf(cursor: string | null): ContactCheckId | null {
  if (cursor === null) return null
  const parsed = ContactCheckId.safeParse(Number(cursor))
  if (!parsed.success) throw new AppError('invalid-input', { field: 'cursor' })
  return parsed.data
}
