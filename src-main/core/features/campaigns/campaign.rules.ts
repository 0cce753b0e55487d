import type { CampaignFigure } from '@contract/campaigns'
import type { Standing } from './people.queries'

const ANSWERS = [null, 'confirmed', 'disputed'] as const
const DELIVERIES = ['excluded', 'held', 'queued', 'sent', 'delivered', 'failed', 'cancelled'] as const

/** Every way a patient can stand in a campaign. */
export const STANDINGS: readonly Standing[] = DELIVERIES.flatMap((delivery) =>
  ANSWERS.map((answer) => ({ delivery, answer }))
)

const COUNTS_AS = {
  waiting: ({ delivery }) => delivery === 'queued' || delivery === 'held',
  sent: ({ delivery }) => delivery === 'sent' || delivery === 'delivered',
  delivered: ({ delivery }) => delivery === 'delivered',
  failed: ({ delivery }) => delivery === 'failed' || delivery === 'cancelled',
  confirmed: ({ answer }) => answer === 'confirmed',
  unanswered: ({ delivery, answer }) => answer === null && (delivery === 'sent' || delivery === 'delivered'),
  disputed: ({ answer }) => answer === 'disputed',
  excluded: ({ delivery }) => delivery === 'excluded'
} as const satisfies Record<CampaignFigure, (standing: Standing) => boolean>

/** The ways of standing that a figure counts; figures overlap: what was delivered was sent. */
export function standingsOf(figure: CampaignFigure): Standing[] {
  return STANDINGS.filter((standing) => COUNTS_AS[figure](standing))
}

export interface Tally extends Standing {
  readonly count: number
}

export function figuresOf(tallies: readonly Tally[]): Record<CampaignFigure, number> {
  const count = (figure: CampaignFigure): number =>
    tallies.filter((tally) => COUNTS_AS[figure](tally)).reduce((sum, tally) => sum + tally.count, 0)
  return {
    waiting: count('waiting'),
    sent: count('sent'),
    delivered: count('delivered'),
    failed: count('failed'),
    confirmed: count('confirmed'),
    unanswered: count('unanswered'),
    disputed: count('disputed'),
    excluded: count('excluded')
  }
}

/** How many more messages may be written today. */
export function leftToday(
  { perDay, filledOn, filled }: { perDay: number; filledOn: string | null; filled: number },
  today: string
): number {
  return Math.max(0, perDay - (filledOn === today ? filled : 0))
}
