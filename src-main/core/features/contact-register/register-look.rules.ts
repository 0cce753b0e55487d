import type { RegisterChannel, RegisterLook } from '@contract/contact-register'
import type { RegisterEntry } from '../../contact-register'

interface Ours {
  /** E.164. */
  readonly mobile: string | null
  readonly email: string | null
}

/** What the register has, beside what the clinic has. Numbers and addresses are compared as they are dialled and delivered. */
export function compare(
  entry: RegisterEntry,
  ours: Ours,
  read: { mobile: (text: string) => string; display: (mobile: string) => string }
): RegisterLook {
  const { isReserved, status, canBeNotified } = entry
  const mobile = entry.mobile ? { ...entry.mobile, value: read.mobile(entry.mobile.value) } : null
  return {
    isReserved,
    status,
    canBeNotified,
    mobile: { ...channel(mobile, ours.mobile), display: mobile && read.display(mobile.value) },
    email: { ...channel(entry.email, ours.email), display: entry.email?.value ?? null }
  }
}

function channel(
  theirs: RegisterEntry['mobile'],
  ours: string | null
): Pick<RegisterChannel, 'comparison' | 'confirmedAt'> {
  return { comparison: comparisonOf(theirs?.value ?? null, ours), confirmedAt: theirs && latest(theirs) }
}

function comparisonOf(theirs: string | null, ours: string | null): RegisterChannel['comparison'] {
  if (theirs === null) return ours === null ? 'none' : 'only-ours'
  if (ours === null) return 'only-theirs'
  return theirs.toLowerCase() === ours.toLowerCase() ? 'same' : 'other'
}

function latest({ updatedAt, verifiedAt }: NonNullable<RegisterEntry['mobile']>): string | null {
  const moments = [updatedAt, verifiedAt].flatMap((moment) => {
    const ms = moment === null ? NaN : Date.parse(moment)
    return Number.isNaN(ms) ? [] : [ms]
  })
  return moments.length === 0 ? null : new Date(Math.max(...moments)).toISOString()
}
