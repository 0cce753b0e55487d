import { expect, it } from 'vitest'
import { consentWordOf } from './consent-word.rules'

it('takes consent in five languages for what it is, a refusal of it too', () => {
  const said = ['SAMTYKKER', 'Ja, jeg samtykker', 'Eg samtykkjer.', 'Akkoord', 'I agree', 'Gir samtykke 👍']
  expect(said.map(consentWordOf)).toEqual(said.map(() => 'agree'))
  const refused = [
    'Samtykker ikke',
    'Nei, samtykker ikke',
    'Niet akkoord',
    'I do not agree',
    "I don't consent"
  ]
  expect(refused.map(consentWordOf)).toEqual(refused.map(() => 'refuse'))
})

it('takes a bare yes or no for no more than that', () => {
  expect(['Ja takk', 'OK', 'Nei', 'no thanks'].map(consentWordOf)).toEqual(['yes', 'yes', 'no', 'no'])
})

it('leaves to the desk what contradicts itself or says more', () => {
  const unclear = [
    'Ja, samtykker ikke',
    'ja nei',
    'Samtykker, men bare til påminnelser',
    'AVBUD',
    'ikke',
    '',
    '1'
  ]
  expect(unclear.map(consentWordOf)).toEqual(unclear.map(() => null))
})
