import { expect, it } from 'vitest'
import type { PersonState } from './person-state.rules'
import { mergedState } from './person-state.rules'
import { without, type Merged } from './replay.rules'

const STATE: PersonState = {
  family_name: 'Berg',
  given_name: 'Kari',
  provisional_name: null,
  birth_date: '1987-05-17',
  sex: 'female',
  language: null,
  address_line: '',
  postal_code: '',
  city: '',
  address_protection: 'none',
  gp_clinician_id: null,
  gp_external_name: null,
  note: '',
  confidentiality: 'none',
  is_reserved: 0,
  preferred_channel: 'sms',
  deceased_on: null,
  number: null,
  mobile: null,
  email: null
}
const state = (changes: Partial<PersonState>): PersonState => ({ ...STATE, ...changes })

function merge(
  survivorBefore: PersonState,
  loserBefore: PersonState,
  choices: Merged['choices'] = {}
): Merged {
  const survivorAfter = mergedState(survivorBefore, loserBefore, choices)
  return { choices, survivorBefore, loserBefore, survivorAfter }
}

it('keeps what is stricter, and fills what is empty', () => {
  const loser = state({
    is_reserved: 1,
    address_protection: 'confidential',
    mobile: '+4790000000',
    note: 'Tolk'
  })
  expect(mergedState(state({ note: 'Døv' }), loser, { note: 'both' })).toEqual(
    state({ is_reserved: 1, address_protection: 'confidential', mobile: '+4790000000', note: 'Døv\nTolk' })
  )
})

it('takes each field back to what it was, but for what somebody has changed since', () => {
  const merged = merge(state({}), state({ family_name: 'Lie', email: 'a@example.no' }), {
    familyName: 'loser'
  })
  const {
    state: now,
    stayingFields,
    returningFields
  } = without(merged, [], {
    ...merged.survivorAfter,
    email: 'b@example.no'
  })
  expect(now).toEqual(state({ email: 'b@example.no' }))
  expect([stayingFields, returningFields]).toEqual([['email'], ['familyName']])
})

it('passes through later merges, and lets a reservation of one of them stand', () => {
  const first = merge(state({}), state({ family_name: 'Lie', is_reserved: 1 }), { familyName: 'loser' })
  const second = merge(first.survivorAfter, state({ family_name: 'Moe', is_reserved: 1 }))
  const replayed = without(first, [second], second.survivorAfter)
  expect(replayed.state).toEqual(state({ is_reserved: 1 }))
  const last = {
    ...second,
    survivorBefore: replayed.later[0]!.before,
    survivorAfter: replayed.later[0]!.after
  }
  expect(without(last, [], replayed.state).state).toEqual(state({}))
})
