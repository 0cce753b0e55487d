import type { Consent, ConsentChannel, ConsentPurpose } from '@contract/consents'
import type { MethodInput } from '../../core-client'

export type Decision = MethodInput<'consents.record'>['decisions'][number]
export type Wish = Decision['decision']
/** What is to be recorded, by purpose and channel. */
export type Wishes = ReadonlyMap<string, Wish>

export function cellKey(purpose: ConsentPurpose, channel: ConsentChannel): string {
  return `${purpose}/${channel}`
}

/** One press of the key: not decided → given → withdrawn → as it was. A wish for what already holds is no wish. */
export function nextWish(state: Consent['state'], wish: Wish | undefined): Wish | undefined {
  if (wish === 'withdrawn') return undefined
  if (wish === 'given') return state === 'withdrawn' ? undefined : 'withdrawn'
  return state === 'given' ? 'withdrawn' : 'given'
}

/** The same for a signed form, on which every tick is a decision, also one that says what holds already. */
export function nextOnForm(wish: Wish | undefined): Wish | undefined {
  if (wish === undefined) return 'given'
  return wish === 'given' ? 'withdrawn' : undefined
}

/** The wishes as the core takes them, in the order of the table. */
export function decisionsOf(consents: readonly Consent[], wishes: Wishes): Decision[] {
  return consents.flatMap(({ purpose, channel }) => {
    const decision = wishes.get(cellKey(purpose, channel))
    return decision ? [{ purpose, channel, decision }] : []
  })
}

/** "Yes to everything" said by the patient: given wherever it is not given already. */
export function allGiven(consents: readonly Consent[], channel: ConsentChannel): Map<string, Wish> {
  const open = consents.filter((consent) => consent.channel === channel && consent.state !== 'given')
  return new Map(open.map(({ purpose }) => [cellKey(purpose, channel), 'given']))
}

/** "Yes" ticked at every purpose of a form. */
export function allOnForm(consents: readonly Consent[], channel: ConsentChannel): Map<string, Wish> {
  const column = consents.filter((consent) => consent.channel === channel)
  return new Map(column.map(({ purpose }) => [cellKey(purpose, channel), 'given']))
}
