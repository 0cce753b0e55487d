import { CONSENT_CHANNELS, CONSENT_PURPOSES } from '../../../src-preload/contract/choices'
import { consent, decisionsOf } from './acts'
import { wordingOf } from './consent-wording'
import { html, type Html } from './html'
import { form } from './layout'
import { actingOf, good, onward, type Member, type Page, type Reply } from './page'

type Purpose = (typeof CONSENT_PURPOSES)[number]

export function consentsPage(member: Member): Page {
  const { speech } = member
  return {
    title: 'consents',
    body: html`<p>${speech.say('consents-text')}</p>
      ${form(
        member,
        '/consents',
        html`${CONSENT_PURPOSES.map((purpose) => purposeCard(member, purpose))}
          <button>${speech.say('consents-save')}</button>`
      )}`
  }
}

function purposeCard(member: Member, purpose: Purpose): Html {
  const { speech, house, subject } = member
  const decided = decisionsOf(house.held, subject.id)
  const names = { sms: speech.say('sms'), email: speech.say('email') }
  return html`<section class="card purpose" aria-labelledby="${purpose}">
    <p id="${purpose}">${wordingOf(speech.language).texts[purpose]}</p>
    <div class="channels">
      ${CONSENT_CHANNELS.map((channel) => {
        const key = `${purpose} ${channel}`
        const answer = (isGiven: boolean) =>
          html`<label class="check">
            <input
              type="radio"
              name="${key}"
              value="${isGiven ? 'yes' : 'no'}"
              ${decided.get(key) === isGiven && html` checked`}
            />
            ${speech.say(isGiven ? 'yes' : 'no')}
          </label>`
        return html`<fieldset aria-describedby="${purpose}">
          <legend>${names[channel]}</legend>
          ${answer(true)} ${answer(false)}
        </fieldset>`
      })}
    </div>
  </section>`
}

/** Only what was decided anew becomes a decision. */
export function saveConsents(member: Member): Reply {
  const { session, speech, house, subject, form: given } = member
  const decided = decisionsOf(house.held, subject.id)
  const choices = CONSENT_PURPOSES.flatMap((purpose) =>
    CONSENT_CHANNELS.flatMap((channel) => {
      const answer = given.get(`${purpose} ${channel}`)
      const isGiven = answer === 'yes'
      const isNew = (answer === 'yes' || answer === 'no') && decided.get(`${purpose} ${channel}`) !== isGiven
      return isNew ? [{ purpose, channel, isGiven }] : []
    })
  )
  if (choices.length > 0) consent(actingOf(member), choices, wordingOf(speech.language).version)
  return onward(session, '/consents', good('consents-saved'))
}
